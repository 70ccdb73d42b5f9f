package dev.airgap.samples.standin;

import com.google.cloud.tools.jib.api.Credential;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/** Where to push: {@code host:port/prefix}, whether without TLS, and as whom. */
record RegistryTarget(
    String host, String prefix, boolean plainHttp, Optional<Credential> credential) {

  private static final int PROBE_MILLISECONDS = 10_000;

  static RegistryTarget of(String registry, boolean plainHttp, Optional<Credential> credential) {
    int slash = registry.indexOf('/');
    String host = slash < 0 ? registry : registry.substring(0, slash);
    String prefix = slash < 0 ? "" : registry.substring(slash + 1).replaceAll("/+$", "") + "/";
    return new RegistryTarget(host, prefix, plainHttp, credential);
  }

  /** The repository without the host. */
  String repository(String name) {
    return prefix + name;
  }

  String reference(String name, String tag) {
    return host + "/" + repository(name) + ":" + tag;
  }

  /**
   * Asks once whether the registry answers over TLS that is trusted. jib itself would try for over
   * a minute before it gave up on a certificate.
   */
  void probe() throws IOException {
    if (plainHttp) {
      return;
    }
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("https://" + host + "/v2/").toURL().openConnection();
    connection.setConnectTimeout(PROBE_MILLISECONDS);
    connection.setReadTimeout(PROBE_MILLISECONDS);
    try {
      connection.getResponseCode();
    } catch (IOException e) {
      throw new IOException(
          "cannot reach https://%s/v2/: %s; see --ca and --plain-http"
              .formatted(host, e.getMessage()),
          e);
    } finally {
      connection.disconnect();
    }
  }

  /** Says nothing about the credential. */
  @Override
  public String toString() {
    return host + "/" + prefix;
  }
}
