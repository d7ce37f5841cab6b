package io.finstage.server.dashboard;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/**
 * Serves the files of the page, which {@link PageFiles} names one by one, from memory: no path of a
 * request ever becomes a path of a file. Everything else is not found. A file is sent gzipped to
 * who takes that, and not at all to who has it already, by its ETag. Immutable.
 */
public final class Dashboard implements HttpService {

  /**
   * The page runs its own script and style, talks to this server, is shown in no frame, and makes
   * no elements of text.
   */
  private static final List<Header> HEADERS =
      List.of(
          HeaderValues.create(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                  + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                  + "require-trusted-types-for 'script'; trusted-types default"),
          HeaderValues.create("X-Content-Type-Options", "nosniff"),
          HeaderValues.create("Referrer-Policy", "no-referrer"),
          HeaderValues.create("Cross-Origin-Resource-Policy", "same-origin"),
          HeaderValues.create(HeaderNames.VARY, "Accept-Encoding"),
          // Asked for again each time, which the ETag answers in one packet.
          HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-cache"));

  private static final Header ALLOW = HeaderValues.create(HeaderNames.ALLOW, "GET, HEAD");
  private static final Header GZIP = HeaderValues.create(HeaderNames.CONTENT_ENCODING, "gzip");

  @Override
  public void routing(HttpRules rules) {
    for (WebFile file : PageFiles.all()) {
      rules.get(file.path(), (request, response) -> answer(file, request, response, true));
      rules.head(file.path(), (request, response) -> answer(file, request, response, false));
      rules.any(
          file.path(),
          (request, response) ->
              response.status(Status.METHOD_NOT_ALLOWED_405).header(ALLOW).send());
    }
  }

  private static void answer(
      WebFile file, ServerRequest request, ServerResponse response, boolean withContent) {
    HEADERS.forEach(response::header);
    response.header(HeaderValues.create(HeaderNames.ETAG, file.tag()));
    if (file.isNamedBy(value(request.headers(), HeaderNames.IF_NONE_MATCH))) {
      response.status(Status.NOT_MODIFIED_304).send();
      return;
    }
    boolean zipped = WebFile.takesGzip(value(request.headers(), HeaderNames.ACCEPT_ENCODING));
    byte[] content = zipped ? file.zipped() : file.plain();
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, file.type()));
    if (zipped) {
      response.header(GZIP);
    }
    if (withContent) {
      response.send(content);
    } else {
      response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, content.length)).send();
    }
  }

  private static String value(ServerRequestHeaders headers, HeaderName name) {
    return headers.contains(name) ? headers.get(name).values() : "";
  }
}
