package dev.airgap.installer.site;

import dev.airgap.yaml.PlacedText;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code proxy: {http, https, noProxy}}, of the site or of one part. */
final class ProxyReader {
  private static final String PROXY = "proxy";
  private static final Pattern URL =
      Pattern.compile(
          "https?://([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9a-fA-F:]+])(:[0-9]{1,5})?/?");
  private static final Pattern ACCOUNT = Pattern.compile("[^/]*//[^/]*@.*", Pattern.DOTALL);
  private static final Pattern DIRECT = Pattern.compile("[A-Za-z0-9.*_:/\\[\\]-]{1,253}");
  private static final Map<String, String> REMEDIES =
      Map.of(
          "httpProxy", "write http",
          "httpsProxy", "write https",
          "additionalNoProxy", "write noProxy",
          "enabled", "leave it out: the proxy is used where 'proxy' names one");

  private final Problems problems;

  ProxyReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * @param ofTheSite what holds where the part says nothing; {@code proxy: {}} means none
   */
  Optional<OutgoingProxy> read(YamlMapping part, Optional<OutgoingProxy> ofTheSite) {
    return part.has(PROXY) ? part.optionalMapping(PROXY, problems).flatMap(this::proxy) : ofTheSite;
  }

  private Optional<OutgoingProxy> proxy(YamlMapping given) {
    OutgoingProxy proxy =
        new OutgoingProxy(
            url(given, "http"),
            url(given, "https"),
            given.texts("noProxy", problems).stream().map(this::direct).toList());
    given.rejectUnknown(REMEDIES, problems);
    return proxy.http().isEmpty() && proxy.https().isEmpty()
        ? Optional.empty()
        : Optional.of(proxy);
  }

  /** An account is not echoed, nor taken: everybody who sees a pod sees its proxy. */
  private Optional<String> url(YamlMapping given, String key) {
    Optional<String> url = given.optionalText(key, problems);
    if (url.filter(text -> ACCOUNT.matcher(text).matches()).isPresent()) {
      problems.add(
          given.position(key),
          "'%s' has an account in it, and whoever may see a pod would read it: have the proxy let the cluster through by its address"
              .formatted(key));
      return Optional.empty();
    }
    if (url.filter(text -> !URL.matcher(text).matches()).isPresent()) {
      problems.add(
          given.position(key),
          "'%s' should be a URL such as http://proxy.mycompany.internal:3128".formatted(key));
      return Optional.empty();
    }
    return url;
  }

  private String direct(PlacedText entry) {
    if (!DIRECT.matcher(entry.text()).matches()) {
      problems.add(
          entry.position(),
          "'%s' is neither host, .domain, address nor network: write each as an item of its own"
              .formatted(entry.text()));
    }
    return entry.text();
  }
}
