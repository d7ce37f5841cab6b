package io.finstage.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Lets launched servers of tests start with two seconds of processor time instead of five: with the
 * classes that an earlier start has loaded (an archive beside the distribution, made anew after
 * each build), and with the compiler that is ready soon. {@link LaunchIT} starts as a person does.
 */
final class QuickStart {

  private static final Path LIBRARIES = LaunchedServer.script().resolve("../../lib").normalize();
  private static final Path ARCHIVE = LIBRARIES.resolve("../../launched.jsa").normalize();
  private static final String JAVA = System.getProperty("java.home");

  private QuickStart() {}

  /** For the launch script. */
  static Map<String, String> environment() {
    return options("-XX:SharedArchiveFile=" + Archive.FILE);
  }

  private static Map<String, String> options(String archive) {
    return Map.of(
        "JAVA_HOME",
        JAVA,
        "FINSTAGE_JAVA_OPTS",
        "-XX:TieredStopAtLevel=1 -Xlog:cds=off -Xlog:aot=off " + archive);
  }

  /** Made when it is asked for first. */
  private static final class Archive {
    static final Path FILE = make();
  }

  /** One of the processes that test makes it; the others wait. */
  private static Path make() {
    Path lock = ARCHIVE.resolveSibling("launched.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid() && !isCurrent()) {
        Path folder = Files.createTempDirectory(ARCHIVE.getParent(), "launched");
        Path made = folder.resolve("launched.jsa");
        LaunchedServer server =
            LaunchedServer.run(
                folder,
                options("-XX:ArchiveClassesAtExit=" + made),
                List.of(
                    LaunchedServer.script().toString(),
                    "--server.port=0",
                    "--admin.port=0",
                    "--data.dir=" + folder.resolve("data")));
        server.awaitBanner();
        server.terminate();
        int code = server.exitCode();
        if (code != 0) {
          throw new AssertionError("the first start ended with " + code + server.errors());
        }
        Files.move(made, ARCHIVE, StandardCopyOption.REPLACE_EXISTING);
      }
      return ARCHIVE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isCurrent() throws IOException {
    return Files.exists(ARCHIVE)
        && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(LIBRARIES)) > 0;
  }
}
