package io.finstage.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A well-behaved WebSocket client in a process of its own, one connection per symbol, that can be
 * frozen: its sockets stay open and its kernel acknowledges what comes, but nobody is there.
 */
final class FrozenClient implements AutoCloseable {

  private final Process process;

  private FrozenClient(Process process) {
    this.process = process;
  }

  static FrozenClient start(int port, String... symbols) throws Exception {
    Path classes =
        Path.of(FrozenClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classes.toString(), FrozenClient.class.getName()));
    command.add(Integer.toString(port));
    command.addAll(List.of(symbols));
    return new FrozenClient(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** SIGSTOP. */
  void freeze() throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int code = new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -STOP " + pid + " failed with " + code);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The child: answers pings as the JDK does, and leaves when its parent does. */
  public static void main(String[] args) throws IOException {
    HttpClient http = HttpClient.newHttpClient();
    URI server = URI.create("ws://127.0.0.1:" + args[0] + "/ws");
    List<WebSocket> sockets = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      WebSocket socket =
          http.newWebSocketBuilder().buildAsync(server, new WebSocket.Listener() {}).join();
      sockets.add(
          socket
              .sendText(
                  "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"prices\","
                      + "\"symbols\":[\""
                      + args[i]
                      + "\"]}",
                  true)
              .join());
    }
    var _ = System.in.read();
    sockets.forEach(WebSocket::abort);
  }
}
