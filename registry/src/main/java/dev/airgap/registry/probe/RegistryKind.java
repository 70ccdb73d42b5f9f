package dev.airgap.registry.probe;

import dev.airgap.registry.Observation;
import java.util.Locale;
import java.util.regex.Pattern;

/** Products that are known by what they answer to anybody, for advice in their own words. */
public enum RegistryKind {
  HARBOR("Harbor"),
  ARTIFACTORY("Artifactory"),
  QUAY("Quay"),
  NEXUS("Nexus Repository"),
  ECR("Amazon ECR"),
  GITLAB("GitLab"),
  /** The reference implementation, and whatever does not say what it is. */
  DISTRIBUTION("no product that is known here; advice is for plain distribution");

  private static final Pattern ECR_HOST =
      Pattern.compile("[0-9]{12}\\.dkr[.-]ecr(-fips)?\\.[a-z0-9.-]+");

  private final String title;

  RegistryKind(String title) {
    this.title = title;
  }

  /** Its name for people. */
  public String title() {
    return title;
  }

  /** In the table of advice. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As far as the name alone says it. */
  static RegistryKind ofHost(String host) {
    return ECR_HOST.matcher(host).matches() ? ECR : DISTRIBUTION;
  }

  /**
   * @param host {@code host[:port]} of the registry
   * @param greeting what it answered to a GET of {@code /v2/} without credentials
   */
  static RegistryKind of(String host, Observation greeting) {
    String realm = greeting.challenge("realm").orElse("");
    String service = greeting.challenge("service").orElse("");
    if (ofHost(host) == ECR || service.equals("ecr.amazonaws.com")) {
      return ECR;
    }
    if (greeting.header("X-JFrog-Version").isPresent()
        || greeting.header("X-Artifactory-Id").isPresent()
        || realm.contains("/artifactory/")) {
      return ARTIFACTORY;
    }
    if (greeting.header("Gitlab-Container-Registry-Version").isPresent()
        || realm.endsWith("/jwt/auth")) {
      return GITLAB;
    }
    if (greeting.header("Server").orElse("").startsWith("Nexus/")
        || realm.startsWith("Sonatype Nexus")) {
      return NEXUS;
    }
    if (service.equals("harbor-registry") || realm.endsWith("/service/token")) {
      return HARBOR;
    }
    return realm.endsWith("/v2/auth") ? QUAY : DISTRIBUTION;
  }
}
