package dev.airgap.installer.site;

import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code enrollment} of a workspace. */
final class EnrollmentReader {
  static final String FORMS =
      "write byHand: true, and once it is done organizationId, workspaceId and key instead";
  private static final String BY_HAND = "byHand";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Map<String, String> REMEDIES =
      Map.of(
          "enrollmentKey", "write key: {file: PATH}",
          "organizationID", "write organizationId",
          "workspaceID", "write workspaceId",
          "token", "a personal access token stands once: controlPlane: {token: {file: PATH}}");

  private final SecretReader secrets;
  private final Problems problems;

  EnrollmentReader(SecretReader secrets, Problems problems) {
    this.secrets = secrets;
    this.problems = problems;
  }

  Enrollment read(YamlMapping workspace) {
    return workspace
        .optionalMapping("enrollment", problems)
        .map(this::enrollment)
        .orElse(Enrollment.BY_API);
  }

  private Enrollment enrollment(YamlMapping enrollment) {
    boolean byHand = enrollment.flag(BY_HAND, false, problems);
    boolean given =
        List.of("organizationId", "workspaceId", "key").stream().anyMatch(enrollment::has);
    if (enrollment.has(BY_HAND) == given) {
      problems.add(
          enrollment.position(),
          given ? "'byHand' is done once the key is there: leave it out" : FORMS);
    }
    Enrollment read =
        given
            ? new Enrollment.Given(
                id(enrollment, "organizationId"),
                id(enrollment, "workspaceId"),
                secrets.required(enrollment, "key"))
            : byHand ? new Enrollment.ByHand() : Enrollment.BY_API;
    enrollment.rejectUnknown(REMEDIES, problems);
    return read;
  }

  private String id(YamlMapping enrollment, String key) {
    String text = enrollment.text(key, "the dashboard shows it", problems);
    if (!text.isEmpty() && !ID.matcher(text).matches()) {
      problems.add(
          enrollment.position(key),
          "'%s' is no ID as the dashboard shows it: letters, digits and hyphens, at most 64"
              .formatted(key));
    }
    return text;
  }
}
