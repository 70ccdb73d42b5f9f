package dev.airgap.registry;

import dev.airgap.secrets.RunSecrets;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.core5.http.HttpHost;

/**
 * The proxies that the environment names: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code
 * NO_PROXY}, each also in lower case; the upper case wins. What stays within this machine is never
 * sent to one.
 */
final class Proxies {
  private static final int DEFAULT_PORT = 80;

  private final Optional<ProxyHop> forHttps;
  private final Optional<ProxyHop> forHttp;
  private final NoProxy except;

  private Proxies(Optional<ProxyHop> forHttps, Optional<ProxyHop> forHttp, NoProxy except) {
    this.forHttps = forHttps;
    this.forHttp = forHttp;
    this.except = except;
  }

  static Proxies of(Map<String, String> environment, RunSecrets secrets) throws RegistryException {
    return new Proxies(
        hop(environment, secrets, List.of("HTTPS_PROXY", "https_proxy")),
        hop(environment, secrets, List.of("HTTP_PROXY", "http_proxy")),
        new NoProxy(
            set(environment, List.of("NO_PROXY", "no_proxy")).map(environment::get).orElse("")));
  }

  /** The proxy before this address; empty where it is spoken to directly. */
  Optional<ProxyHop> before(Origin target) {
    Optional<ProxyHop> hop = target.isSecure() ? forHttps : forHttp;
    return hop.filter(ignored -> !target.isLoopback() && !except.covers(target));
  }

  private static Optional<String> set(Map<String, String> environment, List<String> names) {
    return names.stream().filter(name -> !environment.getOrDefault(name, "").isBlank()).findFirst();
  }

  private static Optional<ProxyHop> hop(
      Map<String, String> environment, RunSecrets secrets, List<String> names)
      throws RegistryException {
    Optional<String> name = set(environment, names);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String value = environment.getOrDefault(name.get(), "").strip();
    try {
      return Optional.of(read(name.get(), value, secrets));
    } catch (IllegalArgumentException e) {
      // Neither the value nor the complaint is shown: both may hold the proxy's password.
      throw new RegistryException(
          "the variable "
              + name.get()
              + " is no address of a proxy such as http://proxy.example.com:3128 or"
              + " http://USER:PASSWORD@proxy.example.com:3128 (its value is not shown); write"
              + " characters such as @ : / # in a password as %40 %3A %2F %23. Proxies that speak"
              + " https or SOCKS themselves are not supported");
    }
  }

  private static ProxyHop read(String variable, String value, RunSecrets secrets) {
    URI uri = URI.create(value.contains("://") ? value : "http://" + value);
    Origin origin = Origin.of(uri);
    String path = Optional.ofNullable(uri.getRawPath()).orElse("");
    if (origin.isSecure() || !Stream.of("", "/").toList().contains(path)) {
      throw new IllegalArgumentException("another kind of proxy");
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return new ProxyHop(
        variable,
        new HttpHost(Origin.HTTP, origin.host(), port),
        Optional.ofNullable(uri.getRawUserInfo()).map(account -> login(account, secrets)));
  }

  private static Login login(String account, RunSecrets secrets) {
    int colon = account.indexOf(':');
    String user = colon < 0 ? account : account.substring(0, colon);
    String password = colon < 0 ? "" : account.substring(colon + 1);
    secrets.keep(password);
    return new Login(decoded(user), secrets.keep(decoded(password)));
  }

  /** Percent-encoding alone: a plus is a plus there. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
