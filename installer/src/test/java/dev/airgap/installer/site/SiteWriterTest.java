package dev.airgap.installer.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.site.SiteDraft.DatabaseServer;
import dev.airgap.installer.site.SiteDraft.DraftDatabase;
import dev.airgap.installer.site.SiteDraft.DraftProduct;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SiteWriterTest {
  private static final DatabaseServer SERVER =
      new DatabaseServer("db.corp.internal", Optional.empty());

  private static SiteDraft draft(String organization, String... workspaces) {
    return draft(
        new DraftProduct.Pro(
            new DraftDatabase("postgres", SERVER, "zenml_pro", "zenml"),
            new DatabaseServer("10.0.0.9", Optional.of(3307)),
            organization,
            List.of(workspaces)));
  }

  private static SiteDraft draft(DraftProduct product) {
    return new SiteDraft(
        "registry.corp.internal:5000/zenml",
        Optional.empty(),
        "zenml.corp.internal",
        new SiteDraft.DraftTls(new SiteDraft.DraftTls.Internal(), Optional.empty()),
        "fd00::20",
        product);
  }

  private static Site read(SiteDraft draft) throws InvalidFileException {
    return new SiteReader(new RunSecrets())
        .read("site.yaml", new SiteWriter().write(draft), Path.of(""));
  }

  @Test
  void whatIsWritten_isReadBack_withoutAWarning() throws Exception {
    Site site = read(draft("Example", "production", "a-b"));
    assertThat(site.warnings()).isEmpty();
    assertThat(site.registry().prefix()).isEqualTo("registry.corp.internal:5000/zenml");
    assertThat(site.ingress().address()).isEqualTo("fd00::20");
    assertThat(site.tls())
        .isEqualTo(new SiteTls.InternalCa("zenml.corp.internal", Optional.empty()));
    assertThat(site.controlPlane().database())
        .isEqualTo(
            new Site.Database(
                "postgres",
                "db.corp.internal",
                5432,
                "zenml_pro",
                "zenml",
                new SecretSource.Environment("CP_DB_PASSWORD")));
    assertThat(site.workspaces().getLast())
        .isEqualTo(
            new Site.WorkspaceSite(
                "a-b",
                "Example",
                "a-b.zenml.corp.internal",
                new Site.Database(
                    "mysql",
                    "10.0.0.9",
                    3307,
                    "zenml_a_b",
                    "zenml_a_b",
                    new SecretSource.Environment("WS_A_B_DB_PASSWORD")),
                SecretsStores.USUAL,
                java.util.Map.of(),
                Running.AS_THE_CHART_SAYS,
                Enrollment.BY_API));
  }

  @Test
  void theOpenSourceEdition_isReadBackAsOneServer() throws Exception {
    Site site =
        read(draft(new DraftProduct.Server(new DraftDatabase("mysql", SERVER, "zenml", "z"))));
    assertThat(site.warnings()).isEmpty();
    assertThat(site.product())
        .isEqualTo(
            new SiteProduct.ZenmlServer(
                new Site.WorkspaceSite(
                    "zenml-server",
                    "",
                    "zenml.corp.internal",
                    new Site.Database(
                        "mysql",
                        "db.corp.internal",
                        3306,
                        "zenml",
                        "z",
                        new SecretSource.Environment("SERVER_DB_PASSWORD")),
                    SecretsStores.USUAL,
                    java.util.Map.of(),
                    Running.AS_THE_CHART_SAYS,
                    Enrollment.BY_API),
                new SiteProduct.FirstAccount("default", Optional.empty())));
  }

  @Test
  void aSiteWithoutWorkspaces_isASite() throws Exception {
    assertThat(read(draft("")).workspaces()).isEmpty();
  }

  @Test
  void whateverTextsHold_isReadBackAsTheSameTexts() throws Exception {
    for (String organization :
        List.of(
            "true", "1.5", "a: b", "#x", "\"q\" \\ 'r'", "line\nline", "Größe 😀", "{a}", "~")) {
      assertThat(read(draft(organization, "one")).workspaces().getFirst().organization())
          .isEqualTo(organization);
    }
  }

  @Test
  void aWorkspacesLongName_hasAUserThatMysqlTakes() throws Exception {
    assertThat(read(draft("Example", "a".repeat(53))).workspaces().getFirst().database().username())
        .isEqualTo("zenml_workspace_1");
  }

  @Test
  void aNameThatCannotBe_isFoundByTheReader_andChangesNothingElse() {
    assertThatThrownBy(() -> read(draft("Example", "x}\nkind: Other")))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("is no DNS label")
        .message()
        .doesNotContain("stands here twice");
  }
}
