package dev.airgap.installer.site;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Where a server keeps the secrets of its users. */
public sealed interface SecretsStore {
  /** As the chart calls it. */
  String type();

  /**
   * Where the secrets are, in words: a server that looks elsewhere finds none of those that were
   * kept here. No secret is part of it.
   */
  String place();

  /** What pods connect to for it; none for the server's own database. */
  default List<Endpoint> endpoints() {
    return List.of();
  }

  /** The secrets that it is reached with, each with its key in the site file below the store's. */
  default List<Use> uses() {
    return List.of();
  }

  /** Whether pods log in as what they run as, without a secret. */
  default boolean isImplicit() {
    return false;
  }

  /** A port of TCP. */
  record Endpoint(String host, int port) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    static Endpoint https(String host) {
      return new Endpoint(host, HTTPS);
    }

    static Endpoint of(URI address) {
      int usual = address.getScheme().equals("http") ? HTTP : HTTPS;
      return new Endpoint(address.getHost(), address.getPort() < 0 ? usual : address.getPort());
    }
  }

  /** A secret, by its key in the site file. */
  record Use(String key, SecretSource source) {}

  /**
   * The server's own database.
   *
   * @param encryptionKey without one the first install makes it
   */
  record Sql(Optional<SecretSource> encryptionKey) implements SecretsStore {
    @Override
    public String type() {
      return "sql";
    }

    @Override
    public String place() {
      return "sql";
    }

    @Override
    public List<Use> uses() {
      return encryptionKey.map(key -> new Use("sql.encryptionKey", key)).stream().toList();
    }
  }

  /** AWS Secrets Manager. */
  record Aws(String region, Optional<AccessKey> accessKey, Optional<String> roleArn)
      implements SecretsStore {
    /** A key of an account. */
    public record AccessKey(SecretSource id, SecretSource secret) {}

    @Override
    public String type() {
      return "aws";
    }

    @Override
    public String place() {
      return "aws " + region;
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(
          Endpoint.https("secretsmanager.%s.amazonaws.com".formatted(region)),
          Endpoint.https("sts.%s.amazonaws.com".formatted(region)));
    }

    @Override
    public List<Use> uses() {
      return accessKey
          .map(key ->
              List.of(
                  new Use("aws.accessKeyId", key.id()),
                  new Use("aws.secretAccessKey", key.secret())))
          .orElse(List.of());
    }

    @Override
    public boolean isImplicit() {
      return accessKey.isEmpty();
    }
  }

  /**
   * Google Cloud Secret Manager.
   *
   * @param serviceAccount its key file, in JSON
   */
  record Gcp(
      String project, Optional<SecretSource> serviceAccount, Optional<String> targetPrincipal)
      implements SecretsStore {
    @Override
    public String type() {
      return "gcp";
    }

    @Override
    public String place() {
      return "gcp " + project;
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(
          Endpoint.https("secretmanager.googleapis.com"), Endpoint.https("oauth2.googleapis.com"));
    }

    @Override
    public List<Use> uses() {
      return serviceAccount.map(json -> new Use("gcp.serviceAccount", json)).stream().toList();
    }

    @Override
    public boolean isImplicit() {
      return serviceAccount.isEmpty();
    }
  }

  /** Azure Key Vault. */
  record Azure(String keyVault, Optional<ServicePrincipal> principal) implements SecretsStore {
    /** An application that logs in. */
    public record ServicePrincipal(String tenant, String client, SecretSource secret) {}

    @Override
    public String type() {
      return "azure";
    }

    @Override
    public String place() {
      return "azure " + keyVault;
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(
          Endpoint.https(keyVault + ".vault.azure.net"),
          Endpoint.https("login.microsoftonline.com"));
    }

    @Override
    public List<Use> uses() {
      return principal.map(one -> new Use("azure.clientSecret", one.secret())).stream().toList();
    }

    @Override
    public boolean isImplicit() {
      return principal.isEmpty();
    }
  }

  /** HashiCorp Vault, or what speaks as it does. */
  record Hashicorp(
      URI address,
      Optional<String> namespace,
      Optional<String> mountPoint,
      Optional<String> authMountPoint,
      Optional<Integer> maxVersions,
      VaultLogin login)
      implements SecretsStore {
    private static final String USUAL_MOUNT = "secret";

    @Override
    public String type() {
      return "hashicorp";
    }

    /** The engine is where it is by default if nothing else is said. */
    @Override
    public String place() {
      return "hashicorp %s%s, mount %s"
          .formatted(
              address,
              namespace.map(name -> ", namespace " + name).orElse(""),
              mountPoint.orElse(USUAL_MOUNT));
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(Endpoint.of(address));
    }

    @Override
    public List<Use> uses() {
      return switch (login) {
        case VaultLogin.Token(SecretSource token) -> List.of(new Use("hashicorp.token", token));
        case VaultLogin.AppRole role ->
            List.of(new Use("hashicorp.appRole.secretId", role.secretId()));
        case VaultLogin.AwsRole role -> List.of();
      };
    }
  }

  /** A class in the server's image. */
  record Custom(String classPath) implements SecretsStore {
    @Override
    public String type() {
      return "custom";
    }

    @Override
    public String place() {
      return "custom " + classPath;
    }
  }
}
