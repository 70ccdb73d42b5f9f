package dev.airgap.installer.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnrollmentReaderTest {
  private static final String SITE =
      """
      apiVersion: airgap.dev/v1
      kind: Site
      registry: {prefix: registry.corp.internal/zenml}
      ingress: {address: 10.0.0.20}
      tls: {internalCa: {domain: corp.internal}}
      controlPlane:
        namespace: zenml-pro
        host: zenml.corp.internal
        database: {host: db, name: pro, username: pro, password: {env: CP}}
        token: {env: TOKEN}
      workspaces:
        - name: one
          organization: Example
          host: one.corp.internal
          database: {host: db, name: one, username: one, password: {env: ONE}}
          enrollment: %s
      """;

  private static Site read(String enrollment) throws InvalidFileException {
    return new SiteReader(new RunSecrets())
        .read("site.yaml", SITE.formatted(enrollment), Path.of(""));
  }

  private static Enrollment enrollment(String text) throws InvalidFileException {
    return read(text).workspaces().getFirst().enrollment();
  }

  private static List<String> problems(String enrollment) {
    return Assertions.catchThrowableOfType(InvalidFileException.class, () -> read(enrollment))
        .problems();
  }

  @Test
  void eachForm_isRead() throws Exception {
    assertThat(enrollment("")).isEqualTo(Enrollment.BY_API);
    assertThat(enrollment("{byHand: false}")).isEqualTo(Enrollment.BY_API);
    assertThat(enrollment("{byHand: true}")).isEqualTo(new Enrollment.ByHand());
    assertThat(enrollment("{organizationId: o-1, workspaceId: '7', key: {file: one.key}}"))
        .isEqualTo(new Enrollment.Given("o-1", "7", new SecretSource.File(Path.of("one.key"))));
  }

  @Test
  void tokenAndKey_areListed_withWhereTheyGo() throws Exception {
    assertThat(read("{organizationId: o, workspaceId: w, key: {env: KEY}}").secrets())
        .contains(
            new SecretUse(
                "controlPlane.token", new SecretSource.Environment("TOKEN"), "zenml.corp.internal"),
            new SecretUse(
                "workspace one enrollment.key",
                new SecretSource.Environment("KEY"),
                "one.corp.internal"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{} | 16:17: write byHand: true, and once it is done organizationId, workspaceId and key instead",
        "{byHand: true, workspaceId: w} | 'byHand' is done once the key is there: leave it out",
        "{workspaceId: w, key: {env: K}} | 'organizationId' is missing: the dashboard shows it",
        "{organizationId: o, workspaceId: w} | 'key' is missing: write one of {env: NAME}",
        "{organizationId: o, workspaceId: w, key: hunter2} | 'key' stands here in the open",
        "{organizationId: o, workspaceId: ../o, key: {env: K}} | 'workspaceId' is no ID as the dashboard shows it",
        "{organizationId: o, workspaceId: w, enrollmentKey: {env: K}} | unknown key 'enrollmentKey': write key: {file: PATH}",
        "{byHnd: true} | unknown key 'byHnd'; did you mean 'byHand'?",
        "byHand | 'enrollment' should be a mapping",
      })
  void whatIsNoEnrollment_isRefused_withTheReason(String enrollment, String problem) {
    assertThat(problems(enrollment)).anySatisfy(one -> assertThat(one).contains(problem));
    assertThat(problems(enrollment)).noneSatisfy(one -> assertThat(one).contains("hunter2"));
  }
}
