package dev.airgap.installer.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.check.Colour;
import dev.airgap.installer.check.Finding;
import dev.airgap.installer.inside.PodReport.Handshake;
import dev.airgap.installer.inside.PodRound.Outcome;
import dev.airgap.installer.site.Gateway;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.SampleSite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What pods say, and what becomes of it. */
final class PodReportTest {
  private static final Site SITE = SampleSite.with(Map.of(), Map.of());
  private static final String ANSWER =
      """
      {"names": {"zenml.test": {"addresses": ["10.0.0.20"]},
                 "production.zenml.test": {"error": "gaierror: \\u001b[31mno name"}},
       "ports": {"db.test:5432": ""}, "tls": {}}
      """
          .replaceAll("\\s*\\n\\s*", " ");

  private static PodReport report(String answer) {
    return PodReport.read("a warning of Python\n" + answer + "\n").orElseThrow();
  }

  private static List<Finding> names(Map<String, PodReport> reports) {
    return new NamesInside(SITE, Map.of()).findings(reports);
  }

  @Test
  void hostileAnswers_areNoAnswers_orPlainText() {
    assertThat(PodReport.read("")).isEmpty();
    assertThat(PodReport.read("[" + "[".repeat(100_000))).isEmpty();
    assertThat(PodReport.read("{\"names\": 1, \"ports\": [], \"tls\": \"x\"}"))
        .hasValueSatisfying(report -> assertThat(report.names()).isEmpty());
    assertThat(report(ANSWER).unknown().get("production.zenml.test"))
        .isEqualTo("gaierror: [31mno name");
    String long1 = ANSWER.replace("no name", "x".repeat(10_000));
    assertThat(report(long1).unknown().get("production.zenml.test")).hasSizeLessThan(320);
  }

  @Test
  void unknownHosts_areRedForTheControlPlane_andYellowForWorkspaces() {
    List<Finding> found = names(Map.of("node-1", report(ANSWER)));
    assertThat(found).extracting(Finding::colour).containsExactly(Colour.YELLOW, Colour.GREEN);
    assertThat(found.getFirst().remedy()).contains("production.zenml.test -> 10.0.0.20");

    found = names(Map.of("node-1", report(ANSWER.replace("10.0.0.20", "10.9.9.9"))));
    assertThat(found).extracting(Finding::colour).containsExactly(Colour.YELLOW, Colour.RED);
    assertThat(found.getLast().seen())
        .isEqualTo("inside the cluster zenml.test leads to 10.9.9.9, not to the ingress 10.0.0.20");
  }

  @Test
  void oneNodeThatSeesOtherwise_isNamed() {
    Map<String, PodReport> reports = new LinkedHashMap<>();
    reports.put("good", report(ANSWER));
    reports.put("bad", report(ANSWER.replace("10.0.0.20", "10.9.9.9")));
    assertThat(names(reports).getLast().seen()).startsWith("on bad zenml.test leads to 10.9.9.9");
  }

  @Test
  void servicesOfTheIngress_countAsTheIngress() {
    PodReport report = report(ANSWER.replace("10.0.0.20", "10.96.0.9"));
    assertThat(
            new NamesInside(SITE, Map.of("10.0.0.20", Set.of("10.96.0.9")))
                .findings(Map.of("n", report))
                .getLast())
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.GREEN));
  }

  @Test
  void aHostBehindAGateway_mustLeadThere() {
    Site site = SampleSite.behind(new Gateway("site", "gateways", Optional.empty(), "10.0.0.21"));
    String known = "{\"error\": \"gaierror: \\u001b[31mno name\"}";
    PodReport there = report(ANSWER.replace(known, "{\"addresses\": [\"10.0.0.21\"]}"));
    PodReport ingress = report(ANSWER.replace(known, "{\"addresses\": [\"10.0.0.20\"]}"));
    assertThat(new NamesInside(site, Map.of()).findings(Map.of("n", there)))
        .extracting(Finding::seen)
        .containsExactly(
            "leads to the Gateway gateways/site where pods ask",
            "leads to the ingress where pods ask");
    assertThat(new NamesInside(site, Map.of()).findings(Map.of("n", ingress)).getFirst().seen())
        .endsWith("leads to 10.0.0.20, not to the Gateway gateways/site 10.0.0.21");
  }

  @Test
  void handshakes_areJudged_onceTheyAreAskedFor() {
    ControlPlaneTls tls = new ControlPlaneTls("zenml.test");
    PodReport silent = report(ANSWER);
    PodReport done = report(ANSWER.replace("\"tls\": {}", "\"tls\": {\"version\": \"TLSv1.3\"}"));
    PodReport untrusted =
        report(ANSWER.replace("\"tls\": {}", "\"tls\": {\"untrusted\": \"self-signed\"}"));
    assertThat(untrusted.tls()).contains(new Handshake.Untrusted("self-signed"));
    assertThat(tls.finding(false, Map.of("n", silent)).colour()).isEqualTo(Colour.GREEN);
    assertThat(tls.finding(true, Map.of("n", done)).colour()).isEqualTo(Colour.GREEN);
    assertThat(tls.finding(true, Map.of("n", done, "m", untrusted)).seen())
        .isEqualTo("a pod on m does not accept its certificate: self-signed");
    assertThat(tls.finding(true, Map.of("n", silent)).isRed()).isTrue();
  }

  @Test
  void nodesWithTheSameTrouble_areOneFinding() {
    NodesInside nodes = new NodesInside("registry.test", "registry.test/x@sha256:1", 3);
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put("n1", new Outcome.NotPulled(PullTrouble.UNKNOWN_CA, "x509: unknown authority"));
    outcomes.put("n2", new Outcome.Reported("pod", report(ANSWER)));
    outcomes.put("n3", new Outcome.NotPulled(PullTrouble.UNKNOWN_CA, "x509: unknown authority"));
    outcomes.put("n4", new Outcome.NotStarted("FailedCreatePodSandBox: no network"));
    assertThat(nodes.findings(outcomes))
        .extracting(found -> found.colour() + " " + found.subject())
        .containsExactly("YELLOW n4", "RED n1, n3", "GREEN n2", "YELLOW further nodes");
  }
}
