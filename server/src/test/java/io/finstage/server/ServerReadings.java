package io.finstage.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a server that runs in its own process says of itself, and what Linux says of it. */
public final class ServerReadings {

  private static final Pattern HEAP_USED = Pattern.compile("heap.* used (\\d+)K");
  private static final Pattern THREAD = Pattern.compile("\"tid\"");

  private final LaunchedServer server;
  private final Path folder;

  /**
   * @param folder for what is written on the way
   */
  public ServerReadings(LaunchedServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /** A sample of the metrics page, by its name with labels; 0 when there is none. */
  public double sample(String name) {
    return sample(server.adminPort(), name);
  }

  /** The same, of any server. */
  static double sample(int adminPort, String name) {
    return page(adminPort)
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** The whole metrics page of any server. */
  static String page(int adminPort) {
    URI page = URI.create("http://127.0.0.1:" + adminPort + "/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(page).build(),
              HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Conversations now, over both wires. */
  long subscribers() {
    return (long)
        (sample("finstage_subscribers{wire=\"websocket\"}")
            + sample("finstage_subscribers{wire=\"grpc\"}"));
  }

  /** Subscribers that have a writer of their own. */
  long demoted() {
    return (long) sample("finstage_demoted_subscribers");
  }

  /** Open file descriptors. */
  long descriptors() {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Threads of both kinds. */
  long threads() {
    try {
      Path dump = folder.resolve("threads.json");
      jcmd("Thread.dump_to_file", "-overwrite", "-format=json", dump.toString());
      return THREAD.matcher(Files.readString(dump)).results().count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Heap in use after a full collection, in MiB. */
  long liveHeapMiB() {
    jcmd("GC.run");
    String info = jcmd("GC.heap_info");
    Matcher used = HEAP_USED.matcher(info);
    if (!used.find()) {
      throw new AssertionError("no heap in: " + info);
    }
    return Long.parseLong(used.group(1)) / 1024;
  }

  private String jcmd(String... command) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String[] all =
        Stream.concat(Stream.of(jcmd, Long.toString(server.pid())), Stream.of(command))
            .toArray(String[]::new);
    try {
      Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
