package dev.airgap.installer.plan;

import dev.airgap.installer.site.OutgoingProxy;
import dev.airgap.installer.site.Running;
import dev.airgap.installer.site.Site;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where pods go outside of the site: to a proxy, or to an identity provider. */
final class OutgoingRules {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private OutgoingRules() {}

  static List<FirewallRule> of(Site site) {
    List<FirewallRule> rules = new ArrayList<>();
    site.parts().forEach(part -> add(part.namespace(), part.running(), rules));
    return rules;
  }

  private static void add(String namespace, Running running, List<FirewallRule> rules) {
    String pods = "pods in " + namespace;
    Optional<OutgoingProxy> proxy = running.outgoing().proxy();
    if (proxy.isPresent()) {
      proxy.get().machines().forEach(url -> rules.add(rule(pods, url, "the proxy")));
    } else {
      running
          .login()
          .sso()
          .ifPresent(sso -> rules.add(rule(pods, sso.configuration(), "single sign-on")));
    }
  }

  private static FirewallRule rule(String pods, URI url, String why) {
    int usual = "https".equals(url.getScheme()) ? HTTPS : HTTP;
    return new FirewallRule(pods, url.getHost(), url.getPort() < 0 ? usual : url.getPort(), why);
  }

  /** The hosts that the site file names there. */
  static Set<String> hosts(Site site) {
    Set<String> hosts = new TreeSet<>();
    of(site).forEach(rule -> hosts.add(rule.destination()));
    site.parts()
        .forEach(part ->
            part.running()
                .login()
                .sso()
                .ifPresent(sso -> hosts.add(sso.configuration().getHost())));
    return hosts;
  }
}
