package dev.airgap.installer.site;

import dev.airgap.yaml.PlacedScalar;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chart's values and finds in them what the charts ignore without a word, or what does harm
 * only later. Whether the charts know the other keys is the plan's affair.
 */
final class ValueTraps {
  private static final String ANYTHING = ".*";
  // What the charts call the server, before 0.94.2 and since; the control plane's chart has the
  // former.
  private static final String SERVER = "(zenml|server)\\.";
  private static final Pattern SECRET =
      Pattern.compile(
          "(.*\\.)?[A-Za-z_]*(password|secret_?key|encryption_?key|enrollment_?key|access_?key|api_?key|client_?secret|token)",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> NO_SECRET = Set.of("", "true", "false");

  /** What stands at the path or below it is refused, where the value matches as well. */
  private record Trap(Pattern path, Pattern value, String sentence) {
    Trap(String path, String value, String sentence) {
      this(
          Pattern.compile(path + "(?<below>\\..*)?"),
          Pattern.compile(value, Pattern.DOTALL),
          sentence);
    }

    /** The path of the key that is wrong. */
    Optional<String> keyOf(PlacedScalar scalar) {
      Matcher found = path.matcher(scalar.path());
      if (!found.matches() || !value.matcher(scalar.text()).matches()) {
        return Optional.empty();
      }
      int end = found.group("below") == null ? found.end() : found.start("below");
      return Optional.of(scalar.path().substring(0, end));
    }
  }

  private static final List<Trap> OF_BOTH =
      List.of(
          new Trap(
              "(.*\\.)?generateCerts",
              "(?!false$).*",
              "generateCerts: " + Remedies.NO_GENERATED_CERTIFICATES),
          new Trap(
              "(.*\\.)?tag",
              "latest",
              "the tag 'latest' names nothing that stays, and no bundle has it: give the tag that the bundle has"),
          new Trap(
              ".*",
              ".*:latest",
              "an image by ':latest' names nothing that stays, and no bundle has it: give the tag that the bundle has"),
          new Trap(
              SERVER + "image(\\.(api|dashboard))?\\.(repository|tag)",
              ANYTHING,
              "the product's images are those that were signed: to run others, make a bundle of them (images: in its spec)"),
          new Trap(
              "imagePullSecrets",
              ANYTHING,
              "the pull Secrets are made from the site file: write the account under 'registry' (pullCredentials)"),
          new Trap(
              SERVER + "serverURL",
              ANYTHING,
              "the address follows from 'host' of the site file: write it there"),
          new Trap(
              SERVER + "(ingress\\.(host|className|enabled)|gateway(?!\\.annotations))",
              ANYTHING,
              "how the host is reached stands in the site file: 'host', and 'ingress' (className, address), or 'gateway' beside a workspace's or a server's host"),
          new Trap(
              SERVER + "ingress\\.tls\\.(enabled|secretName)",
              ANYTHING,
              "the certificates stand in the site file: write it under 'tls'"),
          new Trap(
              SERVER + "(ingress\\.path|rootUrlPath)",
              "(?!/$).+",
              "a server must have a host of its own, since its dashboard asks for its files below / and cannot be moved by rewriting URLs: leave it out"),
          new Trap(
              SERVER + "certificates\\.secretRefs",
              ANYTHING,
              "the list of the site's CAs is the installer's, and yours would take its place: give a further CA under extraCas"),
          new Trap(
              SERVER + "analyticsOptIn",
              "(?!false$).*",
              "behind an air gap nothing is reported to the vendor: leave it out, it is off"),
          new Trap(
              SERVER + "resources",
              ANYTHING,
              "the chart ignores resources here: they stand at the top of the values"));

  private static final List<Trap> OF_WORKSPACES =
      List.of(
          new Trap(
              SERVER + "database\\.external",
              ANYTHING,
              "the chart of a workspace does not know database.external, takes SQLite without a word, and loses everything when the pod is made anew: say it under the workspace's 'database'"),
          new Trap(
              SERVER + "pro",
              ANYTHING,
              "the enrollment is the installer's: organization, name and host stand in the site file, the rest is asked of the control plane"),
          new Trap(
              SERVER + "(secretsStore|backupSecretsStore)",
              ANYTHING,
              "where secrets are kept stands in the site file, which guards it against a change by accident: write secretsStore or backupSecretsStore beside 'values'"),
          new Trap(
              SERVER + "environmentSecretKeyRefs",
              ANYTHING,
              "this list is the installer's, which refers to secrets by it, and yours would take its place"),
          new Trap(
              SERVER
                  + "database\\.(url|passwordSecretRef|ssl|sslCa|sslCert|sslKey|sslVerifyServerCert)",
              ANYTHING,
              "how the database is reached stands in the site file: write it under the workspace's 'database' (host, tls, …)"),
          new Trap(
              SERVER + "dashboardURL",
              ANYTHING,
              "the dashboard is the control plane's: its address follows from controlPlane.host"),
          new Trap(
              "(" + SERVER + ")?podDisruptionBudget",
              ANYTHING,
              "the chart of a workspace has no podDisruptionBudget and ignores it: write podDisruptionBudget beside 'values', and one is made"));

  private static final List<Trap> OF_THE_SERVER =
      List.of(
          new Trap(
              SERVER + "database\\.external",
              ANYTHING,
              "the chart of the server does not know database.external, takes SQLite without a word, and loses everything when the pod is made anew: say it under server.database"),
          new Trap(
              SERVER + "pro",
              ANYTHING,
              "the open-source edition has no control plane to belong to: leave it out; ZenML Pro is another product, with a bundle and a site file of its own"),
          new Trap(
              SERVER + "dashboardURL",
              ANYTHING,
              "the dashboard is the server's: its address follows from server.host"),
          new Trap(
              SERVER
                  + "(secretE|e)nvironment\\.(ZENML_SERVER_AUTO_ACTIVATE|ZENML_DEFAULT_USER_(NAME|PASSWORD))",
              ANYTHING,
              "the first account stands in the site file: server.account (username, password)"),
          new Trap(
              "(" + SERVER + ")?podDisruptionBudget",
              ANYTHING,
              "the chart of the server has no podDisruptionBudget and ignores it: write podDisruptionBudget beside 'values', and one is made"));

  private static final List<Trap> OF_THE_CONTROL_PLANE =
      List.of(
          new Trap(
              "zenml\\.auth\\.password",
              ANYTHING,
              "auth.password is a mapping (enabled, adminUsername) in this chart; the installer makes the password and keeps it in bundle-system/control-plane"),
          new Trap(
              "zenml\\.auth\\.sso",
              ANYTHING,
              "single sign-on stands in the site file, where its secret stays out of the values: write it under controlPlane.login.sso"));

  private final Problems problems;
  private final List<String> warnings;

  ValueTraps(Problems problems, List<String> warnings) {
    this.problems = problems;
    this.warnings = warnings;
  }

  Map<String, @Nullable Object> ofControlPlane(YamlMapping controlPlane) {
    return read(controlPlane, OF_THE_CONTROL_PLANE);
  }

  Map<String, @Nullable Object> ofWorkspace(YamlMapping workspace) {
    return read(workspace, OF_WORKSPACES);
  }

  Map<String, @Nullable Object> ofServer(YamlMapping server) {
    return read(server, OF_THE_SERVER);
  }

  private Map<String, @Nullable Object> read(YamlMapping part, List<Trap> more) {
    Set<String> said = new HashSet<>();
    for (PlacedScalar scalar : part.scalars("values")) {
      trap(scalar, OF_BOTH, said);
      trap(scalar, more, said);
      if (SECRET.matcher(scalar.path()).matches() && !NO_SECRET.contains(scalar.text())) {
        warnings.add(
            "%s: '%s' looks like a secret in the open, and Helm keeps it so in the cluster: where the chart has a key with SecretRef, refer to a Secret"
                .formatted(scalar.position(), scalar.path()));
      }
    }
    return part.freeForm("values", problems);
  }

  /** A key is one problem, however many values stand below it. */
  private void trap(PlacedScalar scalar, List<Trap> traps, Set<String> said) {
    for (Trap trap : traps) {
      trap.keyOf(scalar)
          .filter(key -> said.add(key + " " + trap.sentence()))
          .ifPresent(key -> problems.add(scalar.position(), trap.sentence()));
    }
  }
}
