package io.finstage.server.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void textCannotBecomeMarkupNorLeaveAnAttribute() throws Exception {
    StringWriter out = new StringWriter();
    new Html(out).raw("<b>").text("</b><script>alert(\"1\" & '2')</script>");

    assertThat(out.toString())
        .isEqualTo(
            "<b>&lt;/b&gt;&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;");
  }

  @Test
  void charactersThatHtmlDoesNotHaveAreReplaced() {
    assertThat(Html.escape("a\0b\u001bc\td\ne")).isEqualTo("a\ufffdb\ufffdc\td\ne");
  }
}
