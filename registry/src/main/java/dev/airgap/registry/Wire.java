package dev.airgap.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.ResponseOutOfOrderStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections that one registry needs: its own, and those to where it redirects. One pooled
 * HTTP/1.1 client that does nothing by itself: no redirect, no retry, no cookie, no upgrade, no
 * password. Everything that decides is done by its callers.
 */
final class Wire implements AutoCloseable {
  static final int BUFFER_BYTES = 128 * 1024;
  private static final int MAX_HEADER_LINE_BYTES = 16 * 1024;
  private static final int MAX_HEADERS = 200;
  private static final int MAX_CONNECTIONS = 64;

  /** A proxy says 413, and a registry 401, before the gigabytes have come: looked for as often. */
  private static final ResponseOutOfOrderStrategy EARLY_ANSWERS =
      new MonitoringResponseOutOfOrderStrategy(4L * 1024 * 1024);

  private static final Timeout CONNECT = Timeout.ofSeconds(10);

  private final CloseableHttpClient client;
  private final Origin registry;
  private final Proxies proxies;
  private final Timing timing;

  Wire(Origin registry, TlsSocketStrategy tls, Proxies proxies, Timing timing) {
    this.registry = registry;
    this.proxies = proxies;
    this.timing = timing;
    this.client =
        HttpClients.custom()
            .setConnectionManager(connections(registry, tls, timing))
            .setRoutePlanner(new ProxyRoutes(proxies))
            .setUserAgent("bundle")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableConnectionState()
            .build();
  }

  private static PoolingHttpClientConnectionManager connections(
      Origin registry, TlsSocketStrategy tls, Timing timing) {
    Http1Config http1 =
        Http1Config.custom()
            .setBufferSize(BUFFER_BYTES)
            .setMaxLineLength(MAX_HEADER_LINE_BYTES)
            .setMaxHeaderCount(MAX_HEADERS)
            .build();
    ConnectionConfig connection =
        ConnectionConfig.custom()
            .setConnectTimeout(CONNECT)
            .setSocketTimeout(Timeout.of(timing.stall()))
            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(http1)
                .responseOutOfOrderStrategy(EARLY_ANSWERS)
                .build())
        .setTlsSocketStrategy(tls)
        .setDefaultConnectionConfig(connection)
        .setDnsResolver(new Names(registry.host()))
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .setMaxConnTotal(2 * MAX_CONNECTIONS)
        .build();
  }

  /**
   * Sends one request and returns when the head of the answer is there.
   *
   * @throws OwnSideException where the body's own source failed; the request was cut short
   */
  Answer send(Call call, Optional<String> authorization) throws IOException {
    HttpUriRequestBase request = new HttpUriRequestBase(call.method(), call.uri());
    call.headers().forEach(request::setHeader);
    authorization.ifPresent(value -> request.setHeader(HttpHeaders.AUTHORIZATION, value));
    request.setConfig(
        RequestConfig.custom()
            .setAuthenticationEnabled(false)
            .setRedirectsEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .setExpectContinueEnabled(false)
            .setResponseTimeout(
                Timeout.of(call.body().isPresent() ? timing.commit() : timing.stall()))
            .build());
    call.body().ifPresent(request::setEntity);
    return sendWatched(call, request, progress(call));
  }

  /** A manifest, or a chunk of a probe, has as long as an answer may take. */
  private static LongSupplier progress(Call call) {
    if (call.body().orElse(null) instanceof BlobBody blob) {
      blob.begin();
      return blob::progress;
    }
    return call.body().isPresent() ? () -> StallWatch.DONE : () -> 0;
  }

  /**
   * A write that the other side never takes blocks for ever: Java knows no timeout for it. Nor for
   * the head of an answer of which a byte comes now and then.
   */
  private Answer sendWatched(Call call, HttpUriRequestBase request, LongSupplier progress)
      throws IOException {
    StallWatch watch = StallWatch.over(progress, request::cancel, timing);
    try (watch) {
      return execute(call, request);
    } catch (IOException e) {
      if (watch.hasFired()) {
        SocketTimeoutException stalled = new SocketTimeoutException(watch.complaint());
        stalled.initCause(e);
        throw stalled;
      }
      throw e;
    }
  }

  private Answer execute(Call call, HttpUriRequestBase request) throws IOException {
    Origin target = Origin.of(call.uri());
    Optional<ProxyHop> proxy = proxies.before(target);
    if (proxy.isPresent()) {
      requireAllowed(target.host());
    }
    ClassicHttpResponse response =
        proxy.isPresent()
            ? proxy.get().send(client, request, target)
            : client.executeOpen(null, request, null);
    return new Answer(request, response, call.uri(), timing.stall());
  }

  /** A proxy looks names up itself: what is left to see here is an address. */
  private void requireAllowed(String host) throws ForbiddenAddressException {
    if (!host.equals(registry.host())
        && Addresses.literal(host).filter(InetAddress::isLinkLocalAddress).isPresent()) {
      throw new ForbiddenAddressException(host);
    }
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }

  /** Host names; no registry may lead this program to a link-local address (cloud metadata). */
  private static final class Names extends SystemDefaultDnsResolver {
    private final String own;

    Names(String own) {
      this.own = own;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] addresses = super.resolve(host);
      if (!host.equalsIgnoreCase(own)
          && Arrays.stream(addresses).anyMatch(InetAddress::isLinkLocalAddress)) {
        throw new ForbiddenAddressException(host);
      }
      return addresses;
    }
  }
}
