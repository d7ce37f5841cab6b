package io.finstage.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged server in a JVM of its own, so that a test can kill and freeze it. */
final class ServerProcess implements AutoCloseable {

  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts {@code bin/finstage} on {@code port}, with an admin port that is free.
   *
   * @param settings as in {@code --hub.ring-max=16}
   */
  static ServerProcess start(int port, Path dataDir, String... settings) {
    Path distribution = Path.of(System.getProperty("finstage.distribution", "target/finstage"));
    List<String> command = new ArrayList<>();
    command.add(distribution.resolve("bin").resolve("finstage").toString());
    command.add("--server.port=" + port);
    command.add("--admin.port=" + freePort());
    command.add("--data.dir=" + dataDir);
    command.addAll(List.of(settings));
    try {
      return new ServerProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(dataDir.resolve("server.log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that nobody listens on at the moment. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL: no goodbye. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** SIGTERM: with a goodbye. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor(20, TimeUnit.SECONDS);
  }

  /** SIGSTOP: it holds its connections and says nothing. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int code = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " " + pid + " failed with " + code);
    }
  }
}
