package dev.airgap.samples.standin;

import com.google.cloud.tools.jib.api.Credential;
import java.util.Optional;

/** Where to push: {@code host:port/prefix}, whether without TLS, and as whom. */
record RegistryTarget(
    String host, String prefix, boolean plainHttp, Optional<Credential> credential) {

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

  /** Says nothing about the credential. */
  @Override
  public String toString() {
    return host + "/" + prefix;
  }
}
