package dev.airgap.cli;

import dev.airgap.installer.audit.AuditReport;
import dev.airgap.installer.audit.Judgement;
import dev.airgap.manifest.Product;
import java.util.stream.Collectors;

/** A check's result as one page: no script, nothing from elsewhere, every text escaped. */
final class AuditPage {
  private static final String STYLE =
      "body{font:15px/1.5 sans-serif;margin:2em auto;max-width:75em;padding:0 1em;color:#1a1a1a}"
          + "table{border-collapse:collapse;width:100%}"
          + "th,td{text-align:left;vertical-align:top;padding:.35em .6em;border-bottom:1px solid #ddd;overflow-wrap:anywhere}"
          + ".ok{color:#176117}.note{color:#8a5a00}.red{color:#a80000;font-weight:bold}"
          + ".remedy{font-style:italic}";

  private final AuditReport report;
  private final Product product;

  AuditPage(AuditReport report, Product product) {
    this.report = report;
    this.product = product;
  }

  String html() {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>%s</title>
    <style>%s</style>
    </head>
    <body>
    <h1>%s</h1>
    <p>%s</p>
    <table>
    <tr><th>check</th><th>verdict</th><th>what</th><th>seen</th></tr>
    %s
    </table>
    </body>
    </html>
    """
        .formatted(escaped(title()), STYLE, escaped(title()), facts(), rows());
  }

  private String title() {
    String name =
        switch (product) {
          case ZENML_PRO -> "ZenML Pro";
          case ZENML -> "ZenML";
        };
    return report.red().isEmpty()
        ? name + ": all is well"
        : "%s: %d of %d looks are red"
            .formatted(name, report.red().size(), report.judgements().size());
  }

  private String facts() {
    String looked = "Looked at %s, at %s.".formatted(report.server(), report.at());
    return escaped(
        looked
            + report
                .receipt()
                .map(receipt ->
                    " Release %s, installed %s by %s; manifest %s."
                        .formatted(
                            receipt.release(), receipt.at(), receipt.by(), receipt.manifest()))
                .orElse(""));
  }

  private String rows() {
    return report.judgements().stream().map(AuditPage::row).collect(Collectors.joining("\n"));
  }

  private static String row(Judgement found) {
    String remedy =
        found.remedy().isEmpty()
            ? ""
            : "<div class=\"remedy\">%s</div>".formatted(escaped(found.remedy()));
    return "<tr><td>%s</td><td class=\"%s\">%s</td><td>%s</td><td>%s%s</td></tr>"
        .formatted(
            escaped(found.check()),
            found.verdict().word(),
            found.verdict().word(),
            escaped(found.subject()),
            escaped(found.seen()),
            remedy);
  }

  /** What a cluster or a server said is text here, whatever it holds. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
