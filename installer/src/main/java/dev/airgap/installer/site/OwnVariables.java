package dev.airgap.installer.site;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Variables that the installer sets itself, each with the key of the site file that it follows
 * from: charts since 0.94.1 let a user's variables win over what they compute.
 */
final class OwnVariables {
  private record Own(Pattern name, String instead) {
    Own(String name, String instead) {
      this(Pattern.compile(name), instead);
    }
  }

  private static final String CERTIFICATES = "pods trust what 'tls' and 'extraCas' name";

  private static final List<Own> ALL =
      List.of(
          new Own(
              "ZENML_SERVER_PRO_.*",
              "enrollment follows from 'organization', 'name' and controlPlane.host"),
          new Own(
              "ZENML_STORE_.*|ZENML_CLOUD_DATABASE_.*|DISABLE_DATABASE_MIGRATION",
              "write it under 'database'"),
          new Own(
              "ZENML_(BACKUP_)?SECRETS_STORE_(?!(SECRET_)?OPTION_).*",
              "write secretsStore or backupSecretsStore: another store, or another key, would lose what is kept"),
          new Own(
              "ZENML_SERVER_(SERVER_URL|DASHBOARD_URL|ROOT_URL_PATH)|ZENML_CLOUD_(SERVER_URL|API_ROOT_PATH)",
              "write 'host'"),
          new Own(
              "ZENML_SERVER_(JWT_SECRET_KEY|AUTH_SCHEME|DEPLOYMENT_TYPE)|ZENML_CLOUD_AUTH_ENCRYPTION_KEY",
              "it is made once, and kept in bundle-system"),
          new Own(
              "ZENML_CLOUD_(ADMIN_.*|PASSWORD_AUTH_ENABLED|OIDC_.*)",
              "write it under controlPlane.login"),
          new Own(
              "ZENML_SERVER_MAX_CONCURRENT_TEMPLATE_RUNS|ZENML_(SERVER_WORKLOAD_MANAGER|KUBERNETES_WORKLOAD_MANAGER|AWS_KUBERNETES_WORKLOAD_MANAGER)_.*",
              "write it under 'workloadManager'"),
          new Own(
              "ZENML_SERVER_AUTO_ACTIVATE|ZENML_DEFAULT_USER_(NAME|PASSWORD)",
              "write it under server.account"),
          new Own("ZENML_ANALYTICS_OPT_IN", "behind an air gap nothing is reported: leave it out"),
          new Own("(?i)(https?|no)_proxy", "write 'proxy'"),
          new Own("REQUESTS_CA_BUNDLE|SSL_CERT_FILE|NODE_OPTIONS", CERTIFICATES));

  private OwnVariables() {}

  /** What to do instead of setting it; empty for variables that are a site's to set. */
  static Optional<String> instead(String name) {
    return ALL.stream()
        .filter(own -> own.name().matcher(name).matches())
        .map(Own::instead)
        .findFirst();
  }
}
