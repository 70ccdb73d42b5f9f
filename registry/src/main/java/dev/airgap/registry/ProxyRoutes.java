package dev.airgap.registry;

import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Tells the HTTP client which way to go. */
final class ProxyRoutes extends DefaultRoutePlanner {
  private final Proxies proxies;

  ProxyRoutes(Proxies proxies) {
    super(null);
    this.proxies = proxies;
  }

  @Override
  protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
    int port = target.getPort();
    Origin origin =
        new Origin(
            target.getSchemeName(),
            target.getHostName(),
            port >= 0 ? port : target.getSchemeName().equals(Origin.HTTPS) ? 443 : 80);
    return proxies.before(origin).map(ProxyHop::host).orElse(null);
  }
}
