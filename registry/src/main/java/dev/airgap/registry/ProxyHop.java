package dev.airgap.registry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.Closer;

/**
 * A proxy on the way (RFC 9110, section 9.3.6, "CONNECT"). It sees host and port of an https
 * address and nothing else.
 *
 * @param variable that names it
 * @param login sent to it at once, as Basic: it is asked for on every connection anyway
 */
record ProxyHop(String variable, HttpHost host, Optional<Login> login) {
  private static final int LOGIN_WANTED = 407;
  private static final int FIRST_SERVER_FAULT = 500;

  /** Sends a request through the proxy; what the proxy itself answers is a failure. */
  ClassicHttpResponse send(CloseableHttpClient client, HttpUriRequestBase request, Origin target)
      throws IOException {
    HttpClientContext context = HttpClientContext.create();
    login.ifPresent(account -> context.getAuthExchange(host).select(basic(account)));
    ClassicHttpResponse response;
    try {
      response = client.executeOpen(null, request, context);
    } catch (ConnectException
        | ConnectTimeoutException
        | NoRouteToHostException
        | UnknownHostException e) {
      throw unreachable(e);
    }
    // The client hands out what the proxy said to CONNECT as if the registry had: a proxy must not
    // be able to ask for the registry's password, or to lead elsewhere.
    boolean noTunnel = target.isSecure() && context.getSSLSession() == null;
    if (noTunnel || response.getCode() == LOGIN_WANTED) {
      int status = response.getCode();
      request.cancel();
      Closer.closeQuietly(response);
      throw refused(status, target);
    }
    return response;
  }

  private static BasicScheme basic(Login account) {
    BasicScheme basic = new BasicScheme();
    basic.initPreemptive(
        new UsernamePasswordCredentials(
            account.username(), account.password().reveal().toCharArray()));
    return basic;
  }

  private ProxyException unreachable(IOException failure) {
    return new ProxyException(
        "the proxy "
            + host
            + " of "
            + variable
            + " cannot be reached ("
            + failure.getMessage()
            + "); check the variable, or name the registry's host in NO_PROXY if no proxy is needed",
        false,
        failure);
  }

  private ProxyException refused(int status, Origin target) {
    String what = "the proxy " + host + " of " + variable;
    if (status == LOGIN_WANTED) {
      String text =
          login.isPresent()
              ? what
                  + " does not accept user '"
                  + login.get().username()
                  + "'; check user name and password in "
              : what + " wants a login; give user name and password in ";
      return new ProxyException(
          text + variable + ", as http://USER:PASSWORD@" + host.toHostString(), true, null);
    }
    return new ProxyException(
        what
            + " does not connect to "
            + target.host()
            + ":"
            + target.port()
            + " (status "
            + status
            + "); check with its operator that it may, or name the host in NO_PROXY if no proxy is"
            + " needed",
        status < FIRST_SERVER_FAULT,
        null);
  }
}
