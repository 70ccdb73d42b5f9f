package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.audit.AuditReport;
import dev.airgap.installer.audit.Judgement;
import dev.airgap.manifest.Product;
import dev.airgap.registry.probe.Verdict;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** The page of a check, whose texts come from a cluster that somebody may have prepared. */
final class AuditPageTest {
  private static String page(String seen) {
    return new AuditPage(
            new AuditReport(
                "https://10.0.0.10:6443/",
                Instant.parse("2026-11-21T08:00:00Z"),
                Optional.empty(),
                List.of(
                    new Judgement("image", "a<b>", Verdict.RED, seen, "do \"that\" & 'this'"),
                    new Judgement("health", "zenml.test", Verdict.OK, "answers", ""))),
            Product.ZENML_PRO)
        .html();
  }

  @Test
  void textOfTheCluster_staysText() {
    String html = page("<script>alert(1)</script><img src=x onerror=alert(1)>");
    assertThat(html)
        .doesNotContain("<script", "<img", "a<b>")
        .contains(
            "&lt;script&gt;alert(1)&lt;/script&gt;", "do &quot;that&quot; &amp; &#39;this&#39;");
  }

  @Test
  void page_loadsNothing_andRunsNothing() {
    assertThat(page("x"))
        .contains("default-src 'none'")
        .doesNotContainPattern(
            Pattern.compile(
                "(src|href)\\s*=|url\\(|@import|<script|<link", Pattern.CASE_INSENSITIVE));
  }

  @Test
  void page_isWellFormed_andSaysWhatIsRed() throws Exception {
    String html = page("]]>&nbsp;<");
    String body = html.substring(html.indexOf("<body>"), html.indexOf("</html>"));
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(body)));
    assertThat(document.getElementsByTagName("tr").getLength()).isEqualTo(3);
    assertThat(html).contains("ZenML Pro: 1 of 2 looks are red");
  }
}
