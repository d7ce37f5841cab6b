package io.finstage.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A disk in memory that is full when a test wants it. Only root may mount it. */
final class SmallDisk {

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Skips the test, and says so, where nothing may be mounted. */
  static SmallDisk mount(Path folder, String size) throws Exception {
    Files.createDirectories(folder);
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "finstage-test", folder.toString());
    Assumptions.assumeTrue(
        mounted, "SKIPPED: no disk could be filled, since a tmpfs cannot be mounted; run as root");
    return new SmallDisk(folder);
  }

  Path folder() {
    return folder;
  }

  void resize(String size) throws Exception {
    if (!run("mount", "-o", "remount,size=" + size, folder.toString())) {
      throw new IOException("cannot resize " + folder);
    }
  }

  void unmount() throws Exception {
    if (!run("umount", folder.toString())) {
      throw new IOException("cannot unmount " + folder);
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
