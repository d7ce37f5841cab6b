package io.finstage.server.analysis.report;

import java.io.IOException;
import java.io.Writer;

/** Markup that is ours, and text that is not: that is escaped, in elements and in attributes. */
final class Html {

  private final Writer out;

  Html(Writer out) {
    this.out = out;
  }

  /** Markup, as it is. Never with anything in it that came from outside. */
  Html raw(String markup) throws IOException {
    out.write(markup);
    return this;
  }

  /** Text, which may be any. */
  Html text(String text) throws IOException {
    out.write(escape(text));
    return this;
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        // HTML has no such characters, however they are written.
        default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
    return escaped.toString();
  }
}
