package dev.airgap.installer.site;

import dev.airgap.registry.RegistrySettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One air-gapped site.
 *
 * @param warnings what the reader wants a person to know
 */
public record Site(
    Optional<ClusterChoice> cluster,
    TargetRegistry registry,
    IngressChoice ingress,
    SiteTls tls,
    SiteProduct product,
    Timeouts timeouts,
    List<String> warnings) {
  public Site {
    warnings = List.copyOf(warnings);
  }

  /** The same site with one of its workspaces alone; the others stay as they are. */
  public Site with(WorkspaceSite workspace) {
    return new Site(
        cluster,
        registry,
        ingress,
        tls,
        new SiteProduct.ZenmlPro(controlPlane(), List.of(workspace)),
        timeouts,
        warnings);
  }

  /** What is installed, in that order; at least one. */
  public List<SitePart> parts() {
    return product.parts();
  }

  /** The same, by the names of their hosts. */
  public List<SitePart> partsByHost() {
    return parts().stream().sorted(Comparator.comparing(SitePart::host)).toList();
  }

  /** What has a server's chart: the workspaces, or the open-source edition's server. */
  public List<WorkspaceSite> servers() {
    return parts().stream()
        .filter(WorkspaceSite.class::isInstance)
        .map(WorkspaceSite.class::cast)
        .toList();
  }

  /** The part that users are sent to: the control plane, or the server. */
  public SitePart entrance() {
    return product.parts().getFirst();
  }

  /**
   * Of a site of ZenML Pro, as only what installs it asks.
   *
   * @throws IllegalStateException of a site of the open-source edition, which has none
   */
  public ControlPlaneSite controlPlane() {
    return switch (product) {
      case SiteProduct.ZenmlPro pro -> pro.controlPlane();
      case SiteProduct.ZenmlServer server ->
          throw new IllegalStateException("the open-source edition has no control plane");
    };
  }

  /** None at a site of the open-source edition. */
  public List<WorkspaceSite> workspaces() {
    return switch (product) {
      case SiteProduct.ZenmlPro pro -> pro.workspaces();
      case SiteProduct.ZenmlServer server -> List.of();
    };
  }

  /** Each host of the site, with the namespace of what answers there. */
  public SortedMap<String, String> hosts() {
    SortedMap<String, String> hosts = new TreeMap<>();
    parts().forEach(part -> hosts.put(part.host(), part.namespace()));
    return hosts;
  }

  /** The DNS records that users and pods need: host to the ingress's address, or its Gateway's. */
  public SortedMap<String, String> records() {
    SortedMap<String, String> records = new TreeMap<>();
    parts().forEach(part -> records.put(part.host(), address(part)));
    return records;
  }

  /** The IP address that a part's host leads to. */
  public String address(SitePart part) {
    return part.gateway().map(Gateway::address).orElse(ingress.address());
  }

  /** The namespaces that hold the product, and what it runs. */
  public List<String> namespaces() {
    SortedSet<String> namespaces = new TreeSet<>(hosts().values());
    parts()
        .forEach(
            part -> part.running().workloads().ifPresent(runs -> namespaces.add(runs.namespace())));
    return List.copyOf(namespaces);
  }

  /** Every secret that an install here reads, in the site file's order. */
  public List<SecretUse> secrets() {
    List<SecretUse> uses = new ArrayList<>();
    registry.push().ifPresent(account -> add(uses, "registry.credentials", account));
    registry.pull().ifPresent(account -> add(uses, "registry.pullCredentials", account));
    uses.addAll(SecretUse.of(tls));
    for (SitePart part : parts()) {
      uses.addAll(SecretUse.of(part.key(), part.database()));
      uses.addAll(part.running().secrets(part.key()));
    }
    servers().forEach(server -> uses.addAll(server.secretsStores().uses(server.key())));
    uses.addAll(SecretUse.of(product));
    return uses;
  }

  private void add(List<SecretUse> uses, String key, Account account) {
    uses.add(new SecretUse(key + ".username", account.username(), registry.host()));
    uses.add(new SecretUse(key + ".password", account.password(), registry.host()));
  }

  /** Which cluster it must be; both optional. */
  public record ClusterChoice(Optional<String> context, Optional<String> server) {}

  /**
   * The registry behind the air gap.
   *
   * @param prefix {@code host[:port]/path}
   * @param settings without the account, which may stand in the cluster
   * @param push the account that fills it; never enters the cluster
   * @param pull what the pull secrets hold
   */
  public record TargetRegistry(
      String prefix, RegistrySettings settings, Optional<Account> push, Optional<Account> pull) {
    public String host() {
      return prefix.substring(0, prefix.indexOf('/'));
    }

    public String path() {
      return prefix.substring(prefix.indexOf('/') + 1);
    }

    /** What the pull secrets hold: the pull account, else the push account. */
    public Optional<Account> pulling() {
      return pull.or(() -> push);
    }
  }

  /** A user name with its password, wherever both are found. */
  public record Account(SecretSource username, SecretSource password) {}

  /**
   * The ingress class, and the address that the site's hosts lead to.
   *
   * @param services the type of the Services where no Ingress is made: what answers at the address
   *     is the site's own
   */
  public record IngressChoice(String className, String address, Optional<String> services) {
    /** With an Ingress for each host. */
    public IngressChoice(String className, String address) {
      this(className, address, Optional.empty());
    }
  }

  /**
   * The control plane.
   *
   * @param token a personal access token, instead of the administrator's password
   */
  public record ControlPlaneSite(
      String namespace,
      String host,
      Database database,
      Map<String, @Nullable Object> values,
      Running running,
      Optional<SecretSource> token)
      implements SitePart {
    @Override
    public String key() {
      return "controlPlane";
    }

    @Override
    public String words() {
      return "the control plane";
    }
  }

  /**
   * A workspace, whose namespace follows from its name; without an organization the open-source
   * edition's server, whose name is its namespace.
   *
   * @param gateway what its host is reached through instead of an Ingress
   */
  public record WorkspaceSite(
      String name,
      String organization,
      String host,
      Database database,
      SecretsStores secretsStores,
      Map<String, @Nullable Object> values,
      Running running,
      Enrollment enrollment,
      Optional<Gateway> gateway)
      implements SitePart {
    /** With an Ingress. */
    public WorkspaceSite(
        String name,
        String organization,
        String host,
        Database database,
        SecretsStores secretsStores,
        Map<String, @Nullable Object> values,
        Running running,
        Enrollment enrollment) {
      this(
          name,
          organization,
          host,
          database,
          secretsStores,
          values,
          running,
          enrollment,
          Optional.empty());
    }

    @Override
    public String key() {
      return isOfPro() ? "workspace " + name : "server";
    }

    @Override
    public String words() {
      return isOfPro() ? "workspace " + name : "the server";
    }

    @Override
    public String namespace() {
      return isOfPro() ? "zenml-pro-" + name : name;
    }

    private boolean isOfPro() {
      return !organization.isEmpty();
    }
  }

  /** A database that exists; {@code type} is postgres or mysql. */
  public record Database(
      String type,
      String host,
      int port,
      String name,
      String username,
      SecretSource password,
      DatabaseOptions options) {
    /** One of which nothing more was said. */
    public Database(
        String type, String host, int port, String name, String username, SecretSource password) {
      this(type, host, port, name, username, password, DatabaseOptions.NONE);
    }
  }
}
