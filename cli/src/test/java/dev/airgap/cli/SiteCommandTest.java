package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airgap.bundler.spec.SpecReader;
import dev.airgap.installer.site.SiteReader;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.Certificates;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bundle site new|check|sql} and {@code bundle schema}, as they are typed. */
final class SiteCommandTest {
  private final ByteArrayOutputStream results = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();
  @TempDir private Path folder;

  private int run(String... arguments) {
    results.reset();
    notes.reset();
    RunSecrets secrets = new RunSecrets();
    Console console =
        new Console(
            new PrintStream(results, true, StandardCharsets.UTF_8),
            new PrintStream(notes, true, StandardCharsets.UTF_8),
            secrets);
    Surroundings surroundings =
        new Surroundings(Map.of("HOME", folder.toString()), Clock.systemUTC(), console, secrets);
    return BundleCommand.commandLine(surroundings, arguments).execute(arguments);
  }

  @Test
  void siteCheck_forPrograms_isOneDocument_goodOrNot() throws Exception {
    assertThat(run(newSite("good.yaml"))).isZero();
    assertThat(run("site", "check", "-f", file("good.yaml"), "--output", "json")).isZero();
    JsonNode good = new ObjectMapper().readTree(printed());
    assertThat(good.get("good").asBoolean()).isTrue();
    assertThat(good.get("problems").size()).isZero();
    assertThat(good.at("/hosts/zenml.corp.internal").asText()).isEqualTo("10.0.0.20");
    assertThat(good.at("/reads/0/place").asText()).isEqualTo("variable REGISTRY_USER");
    Files.writeString(
        folder.resolve("bad.yaml"),
        Files.readString(folder.resolve("good.yaml")).replace("kind: Site", "kind: Sight"));
    assertThat(run("site", "check", "-f", file("bad.yaml"), "--output", "json")).isEqualTo(2);
    JsonNode bad = new ObjectMapper().readTree(printed());
    assertThat(bad.get("good").asBoolean()).isFalse();
    assertThat(bad.at("/problems/0").asText()).contains("kind is 'Sight'");
    assertThat(noted()).isEmpty();
  }

  private String printed() {
    return results.toString(StandardCharsets.UTF_8);
  }

  private String noted() {
    return notes.toString(StandardCharsets.UTF_8);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String[] newSite(String name, String... more) {
    List<String> all = new ArrayList<>(List.of("site", "new", "-o", file(name)));
    all.addAll(List.of("--registry", "registry.corp.internal/zenml", "--address", "10.0.0.20"));
    all.addAll(List.of("--domain", "zenml.corp.internal"));
    all.addAll(List.of("--database", "postgres://db.corp.internal/zenml_pro"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private String[] withWorkspaces(String name) {
    return newSite(
        name,
        "--workspace",
        "one",
        "--workspace",
        "two",
        "--workspace-database",
        "mysql.corp.internal:3307",
        "--organization",
        "Example");
  }

  @Test
  void aNewSite_passesItsCheck() {
    assertThat(run(withWorkspaces("site.yaml"))).as(noted()).isEqualTo(ExitCode.DONE);
    assertThat(printed())
        .contains("written    " + file("site.yaml"))
        .contains("reads      workspace two database.password: variable WS_TWO_DB_PASSWORD");
    assertThat(run("site", "check", "-f", file("site.yaml"))).isEqualTo(ExitCode.DONE);
    assertThat(printed())
        .contains("good       " + file("site.yaml"))
        .contains("host       one.zenml.corp.internal -> 10.0.0.20")
        .contains(
            "reads      registry.credentials.password: variable REGISTRY_PASSWORD, for registry.corp.internal");
    assertThat(noted()).isEmpty();
    assertThat(run("site", "sql", "-f", file("site.yaml"), "--from", "10.0.%"))
        .isEqualTo(ExitCode.DONE);
    assertThat(printed())
        .contains("CREATE USER IF NOT EXISTS `zenml_two`@`10.0.%` IDENTIFIED BY <PASSWORD>;")
        .contains("-- workspace two: run this at mysql.corp.internal, port 3307");
  }

  @Test
  void aNewSiteOfTheOpenSourceEdition_passesItsCheck_andHasNoWorkspaces() {
    String[] open =
        newSite(
            "open.yaml", "--product", "zenml", "--database", "mysql://z@db.corp.internal/zenml");
    assertThat(run(open)).as("two databases are one too many").isEqualTo(ExitCode.USAGE);
    List<String> once = new ArrayList<>(List.of(open));
    once.subList(once.indexOf("--database"), once.indexOf("--database") + 2).clear();
    assertThat(run(once.toArray(String[]::new))).as(noted()).isEqualTo(ExitCode.DONE);
    assertThat(run("site", "check", "-f", file("open.yaml"))).as(noted()).isEqualTo(ExitCode.DONE);
    assertThat(printed())
        .contains("host       zenml.corp.internal -> 10.0.0.20")
        .contains("reads      server database.password: variable SERVER_DB_PASSWORD");
    assertThat(run("site", "sql", "-f", file("open.yaml"))).isEqualTo(ExitCode.DONE);
    assertThat(printed())
        .startsWith("-- the server: run this at db.corp.internal, port 3306")
        .contains("CREATE USER IF NOT EXISTS `z`@`%` IDENTIFIED BY <PASSWORD>;");
    assertThat(run(newSite("x", "--product", "zenml", "--workspace", "one")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(noted()).contains("one server, without workspaces and organizations");
    assertThat(run(newSite("x", "--product", "zenml"))).as("Postgres").isEqualTo(ExitCode.USAGE);
    assertThat(noted()).contains("cannot use 'postgres'");
    assertThat(run(newSite("x", "--product", "zen"))).isEqualTo(ExitCode.USAGE);
    assertThat(noted()).contains("'zen' is none of zenml-pro, zenml");
  }

  @Test
  void aNewSite_hasTheFormOfTlsThatIsAskedFor() throws IOException {
    CertificateAuthority authority =
        CertificateAuthority.create("x", "corp.internal", Duration.ofDays(99), Clock.systemUTC());
    Files.writeString(folder.resolve("ca.pem"), Certificates.toPem(authority.certificate()));
    Files.writeString(
        folder.resolve("all.pem"),
        authority
            .issue(
                List.of("zenml.corp.internal"),
                Duration.ofDays(99),
                Clock.systemUTC(),
                new RunSecrets())
            .chainPem());
    String ca = file("ca.pem");
    asked(
        "certificates: {cert: ",
        "--certificate",
        file("all.pem"),
        "--tls-key",
        "k",
        "--tls-root",
        ca);
    asked("givenCa: {cert: ", "--given-ca", ca, "--tls-key", "ca.key");
    asked("givenCa: {cert: ", "--given-ca", ca);
    asked("secret: corp-tls", "--tls-secret", "corp-tls", "--tls-root", ca);
    asked("none: {}", "--tls-elsewhere");
    assertThat(run(newSite("x", "--tls-elsewhere", "--tls-secret", "x"))).isEqualTo(ExitCode.USAGE);
    assertThat(noted()).contains("different ways to certificates: give one of them");
    assertThat(run(newSite("x", "--certificate", ca))).isEqualTo(ExitCode.USAGE);
    assertThat(noted()).contains("--certificate: give its key with --tls-key");
    assertThat(run(newSite("x", "--tls-root", ca))).isEqualTo(ExitCode.USAGE);
    assertThat(run(newSite("x", "--tls-key", ca))).isEqualTo(ExitCode.USAGE);
    assertThat(run(newSite("x", "--certificate", ca, "--tls-key", "k", "--tls-root", ca)))
        .as("an authority's certificate is no server's")
        .isEqualTo(ExitCode.USAGE);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private void asked(String line, String... options) throws IOException {
    Files.deleteIfExists(folder.resolve("tls.yaml"));
    assertThat(run(newSite("tls.yaml", options))).as(noted()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.resolve("tls.yaml"))).contains("\n  " + line);
    assertThat(run("site", "check", "-f", file("tls.yaml"))).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aFileThatIsThere_isNotOverwritten() throws IOException {
    Files.writeString(folder.resolve("site.yaml"), "mine");
    assertThat(run(withWorkspaces("site.yaml"))).isEqualTo(ExitCode.USAGE);
    assertThat(noted()).contains("site.yaml exists already");
    assertThat(folder.resolve("site.yaml")).hasContent("mine");
  }

  @Test
  void whatIsMissing_isNamedAtOnce_whereNobodyCanBeAsked() {
    assertThat(run("site", "new", "-o", file("x"), "--workspace", "one")).isEqualTo(ExitCode.USAGE);
    assertThat(noted())
        .contains(
            "these are missing: --registry, --domain, --address, --database, --workspace-database, --organization");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aDraftThatWouldNotPass_isNotWritten() {
    assertThat(
            run(
                newSite(
                    "x",
                    "--workspace",
                    "One",
                    "--workspace-database",
                    "db",
                    "--organization",
                    "E")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(noted()).contains("x (not written):").contains("'One' is no DNS label");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aPasswordInAnOption_isRefused_andNotEchoed() {
    List<String> all = new ArrayList<>(List.of(newSite("x")));
    all.set(all.indexOf("--database") + 1, "postgres://zenml:hunter2@db/zenml_pro");
    assertThat(run(all.toArray(String[]::new))).isEqualTo(ExitCode.USAGE);
    assertThat(noted()).contains("without a password").doesNotContain("hunter2");
  }

  @Test
  void workspaces_areBesideAControlPlaneInMysql() throws IOException {
    List<String> all =
        new ArrayList<>(List.of(newSite("x", "--workspace", "one", "--organization", "E")));
    all.set(all.indexOf("--database") + 1, "mysql://pro@db.corp.internal:3308/zenml_pro");
    assertThat(run(all.toArray(String[]::new))).as(noted()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.resolve("x")).split("port: 3308")).hasSize(3);
  }

  @Test
  void allThatIsWrong_isSaid_withExitCodeTwo() throws IOException {
    Files.writeString(
        folder.resolve("site.yaml"),
        "apiVersion: airgap.dev/v1\nkind: Site\ningres: {}\ntls: {generateCerts: true}\n");
    assertThat(run("site", "check", "-f", file("site.yaml"))).isEqualTo(ExitCode.USAGE);
    assertThat(noted())
        .contains(file("site.yaml") + ":3:1: unknown key 'ingres'; did you mean 'ingress'?")
        .contains(file("site.yaml") + ":4:7: unknown key 'generateCerts': leave it out")
        .contains(file("site.yaml") + ":1:1: 'registry' is missing");
    assertThat(printed()).isEmpty();
  }

  @Test
  void hostsThatAreSql_areRefused() {
    assertThat(run("site", "sql", "-f", "x", "--from", "`; DROP")).isEqualTo(ExitCode.USAGE);
    assertThat(noted()).contains("such as 10.0.%");
  }

  @Test
  void schemas_arePrintedAsTheyAre() {
    assertThat(run("schema", "site")).isEqualTo(ExitCode.DONE);
    assertThat(printed()).isEqualTo(SiteReader.schema());
    assertThat(run("schema", "spec")).isEqualTo(ExitCode.DONE);
    assertThat(printed()).isEqualTo(SpecReader.schema());
    assertThat(run("schema", "other")).isEqualTo(ExitCode.USAGE);
  }
}
