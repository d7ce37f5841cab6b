package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class FirstScrapeTest {

  @Test
  void thePageIsAskedForOnThisMachineWhenTheListenerIsBoundToAllAddresses() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<String> asked = new FutureTask<>(() -> answerOne(listener));
      Thread.ofVirtual().start(asked);
      FirstScrape.read("0.0.0.0", listener.getLocalPort());
      assertThat(asked.get()).isEqualTo("GET /metrics HTTP/1.1");
    }
  }

  @Test
  void aListenerThatIsNotThereHurtsNobody() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThatCode(() -> FirstScrape.read("127.0.0.1", port)).doesNotThrowAnyException();
  }

  private static String answerOne(ServerSocket listener) throws Exception {
    try (Socket socket = listener.accept();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      return lines.readLine();
    }
  }
}
