package dev.airgap.installer.inside;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Why a node does not pull, by what its kubelet says; the words are those of containerd, CRI-O and
 * Docker. In this order, as some quote the others.
 */
enum PullTrouble {
  UNKNOWN_CA(
      true,
      "x509.*(unknown authority|unable to get local issuer|not trusted)|certificate signed by unknown",
      "does not trust the registry's CA",
      """
      on each of these nodes, give its container runtime the CA; no restart is needed for the first two
      containerd: /etc/containerd/certs.d/%1$s/hosts.toml with
        server = "https://%1$s"
        [host."https://%1$s"]
          ca = "/etc/containerd/certs.d/%1$s/ca.crt"
        and ca.crt beside it (config_path = "/etc/containerd/certs.d" has to stand in its config.toml)
      CRI-O, Docker: /etc/docker/certs.d/%1$s/ca.crt (CRI-O reads /etc/containers/certs.d/%1$s/ca.crt as well)
      k3s, RKE2: /etc/rancher/{k3s,rke2}/registries.yaml, configs: {"%1$s": {tls: {ca_file: …}}}, and a restart\
      """),
  WRONG_NAME(
      true,
      "x509.*(is valid for|not valid for any names|cannot validate certificate for|no ip sans|legacy common name)",
      "is shown a certificate of another name",
      "give the registry a certificate for the name in registry.prefix, %1$s, or write the name that its certificate has"),
  EXPIRED(
      true,
      "x509.*(expired|not yet valid)",
      "finds the registry's certificate not valid now",
      "renew the certificate of %1$s, or set the node's clock: compare 'date -u' there and here"),
  PLAIN_HTTP(
      true,
      "http response to https client|first record does not look like a tls",
      "speaks TLS, and the registry does not",
      "give the registry TLS; or let the nodes speak plain HTTP to it: /etc/containerd/certs.d/%1$s/hosts.toml with server = \"http://%1$s\""),
  FORBIDDEN(
      true,
      "\\b403\\b|forbidden|insufficient_scope",
      "may not pull there with this account",
      "let the account of registry.pullCredentials pull below the prefix of the site file"),
  REFUSED_LOGIN(
      true,
      "\\b401\\b|unauthorized|authentication required|no basic auth credentials|authorization failed|failed to authorize|denied",
      "is refused by the registry: user name or password is wrong, or the account may not pull there",
      "correct registry.pullCredentials in the site file (without it: registry.credentials); a token may have expired"),
  PLATFORM(
      true,
      "no match for platform|no matching manifest",
      "finds no image of its platform",
      "keep the product's pods off this node: nodeSelector in the values of control plane and workspaces"),
  NOT_FOUND(
      true,
      "\\b404\\b|not found|manifest unknown|name unknown|repository does not exist",
      "finds no such image there",
      "see that the nodes reach the same registry as this machine, by the same name and path (a mirror or proxy of the nodes may rewrite %1$s): 'bundle load' pushed it there"),
  NO_SPACE(
      true,
      "no space left|disk quota",
      "has no room for the image",
      "make room where the node's container runtime keeps its images: crictl rmi --prune"),
  NO_SUCH_HOST(
      false,
      "no such host|server misbehaving|name resolution|name or service not known",
      "does not know the registry's name",
      "nodes ask their own DNS (/etc/resolv.conf there), not the cluster's: make the record of %1$s where they find it"),
  UNREACHED(
      false,
      "i/o timeout|connection refused|no route to host|network is unreachable|deadline exceeded|connection reset|eof",
      "does not reach the registry",
      "let the firewall pass from this node to %1$s, and see that a proxy of the container runtime leaves it out (NO_PROXY)"),
  OTHER(
      false,
      "",
      "cannot pull",
      "look at it there: crictl pull, and the log of the container runtime");

  private final boolean lasting;
  private final Pattern pattern;
  private final String words;
  private final String remedy;

  PullTrouble(boolean lasting, String pattern, String words, String remedy) {
    this.lasting = lasting;
    this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
    this.words = words;
    this.remedy = remedy;
  }

  static PullTrouble of(String message) {
    // the image's name is quoted in each, and may hold any of the words
    String said =
        message
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\S*@sha256:[0-9a-f]*\\S*|sha256:[0-9a-f]*", " ");
    return Arrays.stream(values())
        .filter(one -> one.pattern.matcher(said).find())
        .findFirst()
        .orElse(OTHER);
  }

  /** Whether it does not pass by trying again. */
  boolean isLasting() {
    return lasting;
  }

  /** As in "node-1 …". */
  String words() {
    return words;
  }

  /**
   * @param registry {@code host[:port]}
   */
  String remedy(String registry) {
    return remedy.formatted(registry);
  }
}
