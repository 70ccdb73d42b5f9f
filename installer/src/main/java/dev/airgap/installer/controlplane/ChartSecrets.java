package dev.airgap.installer.controlplane;

import dev.airgap.helm.ChartDefaults;
import dev.airgap.installer.cluster.SecretContent;
import dev.airgap.pki.Certificates;
import dev.airgap.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets that a chart is given. Where this version of the chart takes one by reference it gets
 * a reference, because Helm keeps all values in its release Secrets.
 */
public final class ChartSecrets {
  /** The Secret, beside the release, that references lead to. */
  public static final String NAME = "bundle-values";

  private static final String VARIABLES = "environmentSecretKeyRefs";
  private static final String ANNOTATION = "airgap.dev/secrets";

  private final ChartDefaults defaults;
  private final Map<String, Secret> referred = new TreeMap<>();
  private final Map<String, String> open = new TreeMap<>();
  private final List<String> inline = new ArrayList<>();
  private final List<String> lacking = new ArrayList<>();
  private final List<X509Certificate> trusted = new ArrayList<>();
  private final List<Map<String, Object>> variables = new ArrayList<>();

  public ChartSecrets(ChartDefaults defaults) {
    this.defaults = defaults;
  }

  /**
   * Puts a reference if the chart knows the key for it, else the value itself.
   *
   * @param into the mapping that both keys belong to
   * @param path of the key that takes {@code {name, key}}
   */
  public void put(Map<String, Object> into, String key, Secret value, String... path) {
    if (!refer(into, key, value, path)) {
      inline(into, key, value);
    }
  }

  /**
   * Puts {@code debug: false} where the chart knows the key. Charts of before 0.95 have it on by
   * default, and then hooks stay behind with all secrets.
   */
  public void noDebugging(Map<String, Object> into, String top) {
    if (defaults.know(top, "debug")) {
      into.put("debug", false);
    }
  }

  /** Puts a reference if the chart knows the key for it. */
  public boolean refer(Map<String, Object> into, String key, Secret value, String... path) {
    boolean known = defaults.know(path);
    if (known) {
      into.put(path[path.length - 1], Map.of("name", NAME, "key", key));
      referred.put(key, value);
    }
    return known;
  }

  /** Whether the chart knows a key that takes references of a form of its own. */
  public boolean know(String... path) {
    return defaults.know(path);
  }

  /** What the site file asks for and this version of the chart has no key for, in a sentence. */
  public void lacks(String sentence) {
    lacking.add(sentence);
  }

  /** What the chart would ignore: what is given, and what it has no key for. */
  public List<String> ignored(List<String> unknown) {
    return Stream.concat(lacking.stream(), unknown.stream()).toList();
  }

  /**
   * Puts a value into the Secret that references lead to.
   *
   * @return that Secret's name
   */
  public String hold(String key, Secret value) {
    referred.put(key, value);
    return NAME;
  }

  /** The same of what is no secret, and is read from there all the same. */
  void holdInTheOpen(String key, String value) {
    open.put(key, value);
  }

  /** The keys that this version of the chart knows. */
  public ChartDefaults defaults() {
    return defaults;
  }

  /** A reference of {@code {name, key}}, for a chart that is known to take it. */
  public Map<String, Object> reference(String key, Secret value) {
    referred.put(key, value);
    return Map.of("name", NAME, "key", key);
  }

  /**
   * Makes a variable of the server's containers out of a secret, if the chart knows how (0.94.1 and
   * newer); it wins over one that the chart computes.
   *
   * @param top the chart's top-level key
   */
  public boolean variable(String top, String variable, String key, Secret value) {
    boolean known = defaults.know(top, VARIABLES);
    if (known) {
      variables.add(Map.of("name", variable, "secretName", NAME, "secretKey", key));
      referred.put(key, value);
    }
    return known;
  }

  /** What stands at the chart's top-level key for those variables. */
  public Map<String, Object> variables() {
    return variables.isEmpty() ? Map.of() : Map.of(VARIABLES, List.copyOf(variables));
  }

  /** A key that no version of the chart takes by reference. */
  public void inline(Map<String, Object> into, String key, Secret value) {
    into.put(key, value.reveal());
    noteInline(key);
  }

  /** A secret that stands inside another value, such as a URL. */
  public void noteInline(String key) {
    inline.add(key);
  }

  /** What Helm will keep in its release Secrets, by key. */
  public List<String> inline() {
    return List.copyOf(inline);
  }

  /** The Secret that the references lead to; empty where there are none. */
  public Optional<SecretContent> content(String namespace) {
    Map<String, byte[]> data = new TreeMap<>();
    referred.forEach(
        (key, value) -> data.put(key, value.reveal().getBytes(StandardCharsets.UTF_8)));
    open.forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
    return data.isEmpty()
        ? Optional.empty()
        : Optional.of(new SecretContent(namespace, NAME, "Opaque", data));
  }

  /** The authorities that pods read when they start. */
  public void trust(List<X509Certificate> authorities) {
    trusted.addAll(authorities);
  }

  /**
   * Makes pods start anew when a referred secret or an authority changes. A keyed digest, since
   * anybody who sees a pod sees its annotations.
   */
  public void restartPods(Map<String, Object> chartValues, Secret key) {
    boolean reads = !referred.isEmpty() || !trusted.isEmpty();
    if (reads && defaults.know("podAnnotations")) {
      chartValues.put("podAnnotations", Map.of(ANNOTATION, digest(key)));
    }
  }

  private String digest(Secret key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      referred.forEach((name, value) -> {
        mac.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        mac.update((value.reveal() + "\n").getBytes(StandardCharsets.UTF_8));
      });
      mac.update(open.toString().getBytes(StandardCharsets.UTF_8));
      trusted.forEach(
          one -> mac.update(Certificates.toPem(one).getBytes(StandardCharsets.US_ASCII)));
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
