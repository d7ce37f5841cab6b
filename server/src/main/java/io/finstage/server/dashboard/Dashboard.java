package io.finstage.server.dashboard;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Serves the files of the page, which are named here one by one and kept in memory: no path of a
 * request ever becomes a path of a file. Everything else is not found. Immutable.
 */
public final class Dashboard implements HttpService {

  /** The page runs its own script and style, talks to this server, and is shown in no frame. */
  private static final List<Header> HEADERS =
      List.of(
          HeaderValues.create(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                  + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
          HeaderValues.create("X-Content-Type-Options", "nosniff"),
          HeaderValues.create("Referrer-Policy", "no-referrer"),
          HeaderValues.create("Cross-Origin-Resource-Policy", "same-origin"),
          HeaderValues.create("Cache-Control", "no-cache"));

  private static final Header ALLOW = HeaderValues.create(HeaderNames.ALLOW, "GET, HEAD");

  @Override
  public void routing(HttpRules rules) {
    serve(rules, "/", "index.html", "text/html; charset=UTF-8");
    serve(rules, "/index.html", "index.html", "text/html; charset=UTF-8");
    serve(rules, "/app.js", "app.js", "text/javascript; charset=UTF-8");
    serve(rules, "/style.css", "style.css", "text/css; charset=UTF-8");
  }

  private static void serve(HttpRules rules, String path, String file, String type) {
    byte[] content = read(file);
    Header contentType = HeaderValues.create(HeaderNames.CONTENT_TYPE, type);
    Header contentLength =
        HeaderValues.create(HeaderNames.CONTENT_LENGTH, String.valueOf(content.length));
    rules.get(path, (request, response) -> headed(response, contentType).send(content));
    rules.head(
        path, (request, response) -> headed(response, contentType).header(contentLength).send());
    rules.any(
        path,
        (request, response) -> response.status(Status.METHOD_NOT_ALLOWED_405).header(ALLOW).send());
  }

  private static ServerResponse headed(ServerResponse response, Header contentType) {
    HEADERS.forEach(response::header);
    return response.header(contentType);
  }

  private static byte[] read(String file) {
    try (InputStream in = Dashboard.class.getResourceAsStream("/web/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the page's " + file + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the page's " + file, e);
    }
  }
}
