package dev.airgap.installer.site;

import java.util.HashMap;
import java.util.Map;

/**
 * Keys that guides, charts and habits make people write where a site file has none, each with what
 * to do instead. Keys that are only misspelt have "did you mean".
 */
final class Remedies {
  static final String NO_GENERATED_CERTIFICATES =
      "leave it out: certificates that the chart makes end after 365 days and nothing renews them; those of tls.internalCa are renewed";
  private static final String FROM_THE_BUNDLE =
      "leave it out: images come from the bundle, by the digests that were signed";
  private static final String ONE_TLS =
      "leave it out: 'tls' stands once, at the top; each host gets a certificate and a Secret of its own, and two never share one";
  private static final String ACCOUNT =
      "the account stands under credentials: {username: …, password: …}";

  private static final String HOSTS =
      "hosts stand under controlPlane and under each of workspaces, or under server";

  static final Map<String, String> OF_THE_FILE =
      Map.of(
          "version", FROM_THE_BUNDLE,
          "versions", FROM_THE_BUNDLE,
          "images", FROM_THE_BUNDLE,
          "gateway", "it stands beside 'host' of each workspace, or of server");

  static final Map<String, String> OF_REGISTRY =
      Map.of(
          "username", ACCOUNT,
          "password", ACCOUNT,
          "host", "write prefix, such as registry.mycompany.internal/zenml",
          "url", "write prefix, such as registry.mycompany.internal/zenml",
          "insecure", "give 'ca' for a private authority, or plainHttp: true for HTTP");

  static final Map<String, String> OF_INGRESS =
      Map.of(
          "host", HOSTS,
          "tls", ONE_TLS,
          "generateCerts", NO_GENERATED_CERTIFICATES);

  static final Map<String, String> OF_TLS =
      Map.of(
          "generateCerts",
          NO_GENERATED_CERTIFICATES,
          "enabled",
          "leave it out: TLS is on in every form but none",
          "host",
          HOSTS,
          "secretName",
          "write secret: NAME for a Secret that each host's namespace has already",
          "cert",
          "cert and key stand under certificates, or under givenCa if they are an authority's",
          "key",
          "cert and key stand under certificates, or under givenCa if they are an authority's");

  static final Map<String, String> OF_CERT_MANAGER =
      Map.of(
          "clusterIssuer", "write issuer: NAME; kind is ClusterIssuer unless you write another",
          "name", "write issuer: NAME",
          "secretName", ONE_TLS,
          "annotations",
              "leave it out: a Certificate is made for each host, and the ingress needs no annotation");

  static final Map<String, String> OF_INTERNAL_CA =
      Map.of(
          "generateCerts", NO_GENERATED_CERTIFICATES,
          "secretName", ONE_TLS,
          "file", "write keyIn: FILE, with a passphrase, to keep the key outside the cluster",
          "key", "an authority with a key of your own is tls.givenCa",
          "cert", "an authority with a key of your own is tls.givenCa");

  private static final String CERT = "write cert: FILE, with the whole chain in PEM";
  private static final String KEY = "write key: {file: PATH}";

  static final Map<String, String> OF_CERTIFICATES =
      Map.of(
          "certificate", CERT,
          "chain", CERT,
          "tls.crt", CERT,
          "tls.key", KEY,
          "privateKey", KEY,
          "ca", "the authority stands beside this form: tls: {ca: FILE, …}");

  static final Map<String, String> OF_GIVEN_CA =
      Map.of(
          "certificate", CERT,
          "chain", CERT,
          "privateKey", KEY,
          "domain", "leave it out: what the authority may sign for stands in its certificate",
          "ca", "the root stands beside this form: tls: {ca: FILE, …}");

  static final Map<String, String> OF_DATABASE =
      Map.of(
          "url", "write host, port, name, username and password; the URL is made of them",
          "user", "write username",
          "database", "the database's own name stands under 'name'",
          "passwordSecretRef", "write password: {secret: {namespace: …, name: …, key: …}}",
          "ssl", "write tls: true, or tls: {ca: FILE, …}",
          "sslCa", "write tls: {ca: FILE, …}",
          "backupStrategy", "write backup: {strategy: …}",
          "poolSize", "write pool: {size: …, overflow: …}",
          "maxOverflow", "write pool: {size: …, overflow: …}");

  static final Map<String, String> OF_DATABASE_TLS =
      Map.of(
          "cert", "write certificate: FILE, the client's own certificate in PEM",
          "enabled", "leave it out: with a mapping here, or true in its place, TLS is on",
          "sslCa", "write ca: FILE",
          "mode", "write verify: true or false",
          "hostname", "the host of the database is verified with verify: true");

  static final Map<String, String> OF_SECRETS_STORE =
      Map.of(
          "type", "write the kind as a key: hashicorp: {…}",
          "enabled", "leave it out: a server without a secrets store could keep no secret",
          "vault", "write hashicorp: {address: …}",
          "encryptionKey", "it belongs to sql: {encryptionKey: …}");

  static final Map<String, String> OF_VAULT =
      Map.of(
          "vault_addr", "write address: https://…",
          "vault_token", "write token: {secret: {…}}",
          "vault_namespace", "write namespace: NAME",
          "mount_point", "write mountPoint: PATH",
          "auth_mount_point", "write authMountPoint: PATH",
          "max_versions", "write maxVersions: NUMBER",
          "authMethod", "it follows from token, appRole or aws",
          "authConfig", "write its keys here: address, mountPoint, and token, appRole or aws");

  static final Map<String, String> OF_CLOUD_STORES =
      Map.of(
          "authMethod", "it follows from what else is written here",
          "authConfig", "write its keys here, without authConfig",
          "region_name", "write region: NAME",
          "project_id", "write project: ID",
          "key_vault_name", "write keyVault: NAME",
          "class_path", "write class: my.module.Store");

  static final Map<String, String> OF_CONTROL_PLANE =
      Map.of(
          "tls", ONE_TLS,
          "tlsSecret", ONE_TLS,
          "secretName", ONE_TLS,
          "generateCerts", NO_GENERATED_CERTIFICATES,
          "image", FROM_THE_BUNDLE,
          "tag", FROM_THE_BUNDLE,
          "version", FROM_THE_BUNDLE,
          "gateway",
              "the control plane's chart knows no Gateway, only an Ingress; with ingress: {none: {}} no Ingress is made, and a Gateway with HTTPRoutes of your own can lead to its Services");

  static final Map<String, String> OF_WORKSPACE = ofWorkspace();

  static final Map<String, String> OF_SERVER = ofServer();

  static final Map<String, String> OF_ACCOUNT =
      Map.of(
          "name", "write username",
          "user", "write username",
          "value", "write password: {env: NAME}, or leave it out: then the install makes one");

  private Remedies() {}

  private static Map<String, String> ofWorkspace() {
    Map<String, String> remedies = new HashMap<>(OF_CONTROL_PLANE);
    remedies.put("namespace", "leave it out: it is zenml-pro-NAME, and no other workspace's");
    remedies.put("path", "leave it out: a dashboard needs a host of its own, and stands at its /");
    return Map.copyOf(remedies);
  }

  private static Map<String, String> ofServer() {
    String noWorkspace =
        "leave it out: the open-source edition is one server, without organizations and workspaces";
    Map<String, String> remedies = new HashMap<>(OF_CONTROL_PLANE);
    remedies.put("organization", noWorkspace);
    remedies.put("name", noWorkspace);
    remedies.put("workspaces", noWorkspace);
    remedies.put("username", "write account: {username: …}");
    remedies.put("password", "write account: {password: {env: NAME}}");
    remedies.put("workloadManager", "leave it out: it is a part of ZenML Pro");
    return Map.copyOf(remedies);
  }
}
