package dev.airgap.installer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.helm.HelmRelease;
import dev.airgap.helm.Rendering;
import dev.airgap.installer.check.PlannedRelease;
import dev.airgap.installer.plan.ObjectChange.ValueChange;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.RenderedDocuments;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a plan says of Helm's part. */
final class ObjectChangesTest {
  private static final String BEFORE =
      """
      kind: Deployment
      metadata: {name: api, annotations: {checksum/secret: "1"}}
      spec:
        replicas: 1
        containers:
          - {name: api, image: "r/api@sha256:1", env: [{name: ID, value: 7f1c}, {name: URL, value: "mysql://u:old-one@db/x"}]}
      ---
      kind: Secret
      metadata: {name: keys}
      data: {password: b2xkLW9uZQ==, key: a2VwdA==, gone: YQ==}
      ---
      kind: Service
      metadata: {name: api}
      """;

  private static final String AFTER =
      """
      kind: Deployment
      metadata: {name: api, annotations: {checksum/secret: "2"}}
      spec:
        replicas: 2
        containers:
          - {name: helper, image: "r/helper@sha256:3"}
          - {name: api, image: "r/api@sha256:2", env: [{name: ID, value: workspace-id}, {name: URL, value: "mysql://u:new-one@db/x"}]}
      ---
      kind: Secret
      metadata: {name: keys}
      data: {password: bmV3LW9uZQ==, key: cGxhY2Vob2xkZXItb2YtdGhlLXBsYW4=}
      ---
      kind: ConfigMap
      metadata: {name: more}
      """;

  private final RunSecrets secrets = new RunSecrets();

  private static List<Map<String, @Nullable Object>> objects(String yaml) throws Exception {
    return RenderedDocuments.read("test", yaml);
  }

  private List<ObjectChange> changes(String before, String after) throws Exception {
    PlannedRelease release =
        new PlannedRelease(
            new HelmRelease("api", "there"),
            Optional.empty(),
            new Rendering(objects(after), List.of()));
    return new ObjectChanges(secrets).of(release, objects(before));
  }

  @Test
  void objects_areMadeChangedAndRemoved() throws Exception {
    assertThat(changes(BEFORE, AFTER))
        .extracting(change -> change.kind().sign() + " " + change.object())
        .containsExactly("+ ConfigMap more", "~ Deployment api", "~ Secret keys", "- Service api");
    assertThat(changes(BEFORE, BEFORE)).isEmpty();
  }

  @Test
  void values_areNamedByTheirPath_whereverTheyStandInAList() throws Exception {
    assertThat(changes(BEFORE, AFTER).get(1).values())
        .contains(
            new ValueChange("spec.replicas", "1", "2"),
            new ValueChange("spec.containers[api].image", "r/api@sha256:1", "r/api@sha256:2"))
        .extracting(ValueChange::path)
        .doesNotContain(
            "metadata.annotations.checksum/secret", "spec.containers[api].env[ID].value");
  }

  @Test
  void whatIsNewInAnObject_isNamed_andMaskedInASecret() throws Exception {
    String map = "kind: ConfigMap\nmetadata: {name: a}\ndata: {b: c}\n";
    String secret = "---\nkind: Secret\nmetadata: {name: a}\ndata: {b: Yw==}\n";
    assertThat(changes(map + secret, (map + secret).replace("{b", "{new: bmV3, b")))
        .extracting(ObjectChange::values)
        .containsExactly(
            List.of(new ValueChange("data.new", "", "bmV3")),
            List.of(new ValueChange("data.new", "", "***")));
  }

  /** Helm makes them once, and keeps nothing of them. */
  @Test
  void definitions_areNotMadeEachTime() throws Exception {
    String definition = BEFORE + "---\nkind: CustomResourceDefinition\nmetadata: {name: d}\n";
    assertThat(changes(BEFORE, definition)).isEmpty();
    assertThat(changes(definition, BEFORE))
        .extracting(change -> change.kind().sign() + " " + change.object())
        .containsExactly("- CustomResourceDefinition d");
  }

  @Test
  void secrets_areMasked_alsoTheOldOnes() throws Exception {
    secrets.keep("new-one");
    assertThat(changes(BEFORE, AFTER).get(2).values())
        .containsExactly(
            new ValueChange("data.gone", "***", ""),
            new ValueChange("data.password", "***", "***"));
    assertThat(changes(BEFORE, AFTER).toString())
        .doesNotContain("old-one", "new-one", "b2xk", "bmV3");
    String renamed = BEFORE.replace("mysql://u:old-one@db/x", "old-one");
    assertThat(changes(renamed, AFTER.replace("mysql://u:new-one@db/x", "new-one")).toString())
        .doesNotContain("old-one", "new-one");
  }

  @Test
  void whatAChartMakesUp_isNoChange() throws Exception {
    String before =
        "kind: Secret\nmetadata: {name: keys}\ndata: {ENCRYPTION_KEY: b25l, HOST: b25l}";
    String after = before.replace("b25l", "dHdv");
    assertThat(changes(before, after).getFirst().values())
        .containsExactly(new ValueChange("data.HOST", "***", "***"));
  }

  @Test
  void longObjects_areCut_andSayByHowMuch() throws Exception {
    StringBuilder many = new StringBuilder("kind: ConfigMap\nmetadata: {name: many}\ndata:\n");
    for (int i = 0; i < 100; i++) {
      many.append("  k%d: \"%s\"\n".formatted(i, "x".repeat(500)));
    }
    ObjectChange change = changes(many.toString(), many.toString().replace("xx", "y")).getFirst();
    assertThat(change.values())
        .hasSize(41)
        .last()
        .isEqualTo(new ValueChange("and 60 more", "", ""));
    assertThat(change.values().getFirst().was()).hasSize(121);
  }

  private static String ofValues(int count, int length) {
    StringBuilder many = new StringBuilder("kind: ConfigMap\nmetadata: {name: many}\ndata:\n");
    for (int i = 0; i < count; i++) {
      many.append("  k%d: \"%s\"\n".formatted(i, "x".repeat(length)));
    }
    return many.toString();
  }

  @Test
  void whatJustFits_isNotCut() throws Exception {
    String before = ofValues(40, 120);
    List<ValueChange> values = changes(before, before.replace("xx", "yy")).getFirst().values();
    assertThat(values).hasSize(40).noneMatch(value -> value.path().startsWith("and "));
    assertThat(values.getFirst())
        .isEqualTo(new ValueChange("data.k0", "x".repeat(120), "y".repeat(120)));
  }

  private static String ofObjects(int count) {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < count; i++) {
      many.append("---\nkind: ConfigMap\nmetadata: {name: m%02d}\n".formatted(i));
    }
    return many.toString();
  }

  @Test
  void manyObjects_areCut_andSayByHowMany() throws Exception {
    assertThat(changes(BEFORE, BEFORE + ofObjects(60)))
        .hasSize(60)
        .noneMatch(change -> change.object().startsWith("and "));
    assertThat(changes(BEFORE, BEFORE + ofObjects(63)))
        .hasSize(61)
        .last()
        .isEqualTo(
            new ObjectChange("there/api", "and 3 more", ObjectChange.Kind.CHANGED, List.of()));
  }
}
