package io.finstage.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A benchmark with a {@code main} of its own, which prints its table. */
final class OwnProcess {

  private static final List<String> JVM = List.of("-XX:+UseG1GC", "-Xms1g", "-Xmx1g");

  private OwnProcess() {}

  /**
   * Runs it in a fresh JVM.
   *
   * @param before the command that starts Java, as in {@code taskset -c 0}; or nothing
   */
  static String run(Class<?> main, List<String> before, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.addAll(RunningServer.java(JVM, main));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String table = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(main.getSimpleName() + " failed:\n" + table);
    }
    return table;
  }
}
