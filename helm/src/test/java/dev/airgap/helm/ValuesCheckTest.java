package dev.airgap.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.yaml.RenderedDocuments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that a chart without a schema would ignore in silence. */
final class ValuesCheckTest {
  private static final String VALUES =
      """
      imagePullSecrets: []
      server:
        image: {repository: zenml, tag: }
        database:
          url:
          ssl: false
          # poolSize: 20
        ingress: {enabled: true, annotations: , tls: {enabled: false}}
        auth: {password: {enabled: true}}
        environment: {}
      resources: {limits: {memory: 1Gi}}
      """;

  @TempDir private Path work = Path.of("");

  private List<String> unknown(String given) throws Exception {
    Map<String, String> chart = new HashMap<>();
    chart.put("Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
    chart.put("values.yaml", VALUES);
    chart.put(
        "templates/a.yaml",
        "a: {{ .Values.server.database.poolSize }} {{ get . \"maxOverflow\" }}\n");
    return unknown(Charts.packed(work, chart), given);
  }

  private static List<String> unknown(byte[] chart, String given) throws Exception {
    return ChartDefaults.of(chart)
        .unknown(RenderedDocuments.read("given", given).getFirst())
        .stream()
        .map(UnknownKey::toString)
        .toList();
  }

  @Test
  void keysOfTheChart_areKnown_andWhatIsFreeStaysFree() throws Exception {
    assertThat(
            unknown(
                """
                imagePullSecrets: [{name: pull}]
                server:
                  image: {tag: "1"}
                  database: {url: "mysql://a", poolSize: 20, maxOverflow: 3}
                  ingress: {annotations: {a.example/b: "true"}, tls: {enabled: true}}
                  environment: {ANY: thing}
                resources: {requests: {cpu: 1}}
                global: {any: thing}
                """))
        .isEmpty();
  }

  @Test
  void misspeltKey_isNamed_withItsNeighbour() throws Exception {
    assertThat(unknown("server: {databse: {url: x}, ingress: {tls: {enable: true}}}"))
        .containsExactly(
            "'server.databse' is no key of this chart, which would ignore it; did you mean 'database'?",
            "'server.ingress.tls.enable' is no key of this chart, which would ignore it; did you mean 'enabled'?");
  }

  @Test
  void keyInTheWrongPlace_isToldWhereItBelongs() throws Exception {
    assertThat(unknown("server: {resources: {limits: {memory: 2Gi}}}"))
        .containsExactly(
            "'server.resources' is not where this chart looks for it, and would be ignored: it stands at 'resources'");
  }

  @Test
  void otherForm_isNamed() throws Exception {
    assertThat(
            unknown(
                "{imagePullSecrets: {name: a}, server: {auth: {password: abc}, database: {ssl: {mode: x}}, ingress: {tls: null}}}"))
        .containsExactly(
            "'imagePullSecrets' is a list in this chart, not a mapping",
            "'server.auth.password' is a mapping in this chart, not a single value or a list",
            "'server.database.ssl' is a single value in this chart, not a mapping",
            "'server.ingress.tls' is null, which takes away all that the chart has there: leave it out");
  }

  @Test
  void oldNameOfTheServer_isNotTaken_whereItWouldWinOverTheNewOne() throws Exception {
    assertThat(unknown("zenml: {database: {url: x}}"))
        .containsExactly(
            "'zenml' is the old name of 'server', and wins over it in this chart: write 'server'");
  }

  /** The server's chart keeps keys as comments that its templates read. */
  @Test
  void chartsOfTheProduct_knowWhatTheirTemplatesRead() throws Exception {
    byte[] server = standIn("zenml");
    assertThat(
            unknown(
                server,
                """
                server:
                  threadPoolSize: 40
                  database: {poolSize: 20, maxOverflow: 20, backupStrategy: dump-file, backupPVStorageSize: 2Gi}
                  secretsStore: {type: hashicorp, hashicorp: {authConfig: {vault_addr: "https://vault.example.internal"}}}
                """))
        .isEmpty();
    assertThat(unknown(server, "server: {database: {external: {type: mysql}}}"))
        .singleElement()
        .asString()
        .startsWith("'server.database.external' is no key of this chart");
  }

  private byte[] standIn(String name) throws Exception {
    Path packed = work.resolve(name + ".tgz");
    Process tar =
        new ProcessBuilder(
                "tar", "-C", "../samples/standin/charts", "-czf", packed.toString(), name)
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    return Files.readAllBytes(packed);
  }
}
