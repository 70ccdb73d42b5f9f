package dev.airgap.installer.site;

import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads how the site's certificates come to be: exactly one form; only the internal CA is there.
 */
final class TlsReader {
  private static final Set<String> FORMS =
      Set.of("internalCa", "certificates", "secret", "certManager", "none");

  private final NameReader names;
  private final Problems problems;

  TlsReader(NameReader names, Problems problems) {
    this.names = names;
    this.problems = problems;
  }

  /** The domain that the internal CA is bound to. */
  String read(YamlMapping site) {
    YamlMapping tls = site.mapping("tls", "write internalCa: {domain: …}", problems);
    return site.has("tls") ? form(tls) : "";
  }

  private String form(YamlMapping tls) {
    List<String> forms = tls.keys().stream().filter(FORMS::contains).toList();
    if (forms.size() != 1) {
      problems.add(tls.position(), "'tls' wants exactly one of " + new TreeSet<>(FORMS));
    }
    for (String form : forms) {
      if (!form.equals("internalCa")) {
        problems.add(tls.position(form), "tls.%s is not yet built: use internalCa".formatted(form));
        tls.has(form);
        tls.has("ca");
      }
    }
    String domain = forms.contains("internalCa") ? domain(tls) : "";
    tls.rejectUnknown(Remedies.OF_TLS, problems);
    return domain;
  }

  private String domain(YamlMapping tls) {
    YamlMapping internalCa = tls.mapping("internalCa", problems);
    String domain = names.domain(internalCa, "domain");
    internalCa.rejectUnknown(Remedies.OF_TLS, problems);
    return domain;
  }
}
