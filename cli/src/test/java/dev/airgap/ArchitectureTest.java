package dev.airgap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.airgap.cli.wrong.LooksBack;
import dev.airgap.secrets.wrong.LooksUpwardHelper;
import dev.airgap.secrets.wrong.TakesLibraries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * The rules of the structure. Each is held against the code, where it must pass, and against
 * classes in the test sources that break it on purpose, where it must fail: a rule that matches
 * nothing would pass for ever.
 */
final class ArchitectureTest {
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("dev.airgap");

  private static final JavaClasses WRONG =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .importPackages("dev.airgap.secrets.wrong", "dev.airgap.cli.wrong");

  /** From the foot to the top: nobody may look upward. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("manifest", "secrets"),
          List.of("yaml", "pki"),
          List.of("archive", "registry", "helm"),
          List.of("bundler", "installer"),
          List.of("cli"));

  private static final Map<String, String> LIBRARY_TO_MODULE =
      Map.ofEntries(
          Map.entry("org.bouncycastle..", "pki"),
          Map.entry("org.apache.hc..", "registry"),
          Map.entry("com.google.cloud.tools.jib..", "registry"),
          Map.entry("com.marcnuri.helm..", "helm"),
          Map.entry("com.sun.jna..", "helm"),
          Map.entry("io.fabric8..", "installer"),
          Map.entry("org.mariadb.jdbc..", "installer"),
          Map.entry("picocli..", "cli"),
          Map.entry("org.yaml.snakeyaml..", "yaml"),
          // in its tests alone, as its scope there says
          Map.entry("org.apache.commons.compress..", "archive"));

  @Test
  void wrongClasses_areSeen() {
    Assertions.assertThat(WRONG)
        .extracting(JavaClass::getName)
        .containsExactlyInAnyOrder(
            LooksUpwardHelper.class.getName(),
            LooksBack.class.getName(),
            TakesLibraries.class.getName());
  }

  @Test
  void everyModule_isSeen() {
    for (String module : LAYERS.stream().flatMap(List::stream).toList()) {
      Assertions.assertThat(CODE)
          .as("classes of " + module)
          .anyMatch((JavaClass c) -> c.getPackageName().startsWith("dev.airgap." + module));
    }
  }

  /** Stages of a side, from the foot to the top; those in one list are free of each other. */
  private static final Map<String, List<List<String>>> STAGES =
      Map.of(
          "bundler",
          List.of(
              List.of("progress"),
              List.of("catalogue"),
              List.of("spec"),
              List.of("resolve"),
              List.of("lock", "complete"),
              List.of("seal")),
          "installer",
          List.of(
              List.of("json", "progress", "chain", "onetime"),
              List.of("site"),
              List.of("cluster", "https", "load", "serve", "sql"),
              List.of("certmanager", "gateway"),
              List.of("gate", "receipt", "tls"),
              List.of("release", "client"),
              List.of("controlplane"),
              List.of("workspace"),
              List.of("server"),
              List.of("beside"),
              List.of("check"),
              List.of("plan", "prove", "inside"),
              List.of("access", "audit")));

  @Test
  void packages_haveNoCycles() {
    holds(slices().matching("dev.airgap.(**)").should().beFreeOfCycles(), LooksBack.class);
  }

  @Test
  void modules_lookDownwardOnly() {
    List<ArchRule> rules = lookDownward("dev.airgap.", LAYERS);
    rules.forEach(rule -> rule.check(CODE));
    Assertions.assertThat(rules).anySatisfy(rule -> fails(rule, LooksUpwardHelper.class));
  }

  @Test
  void stages_lookDownwardOnly() {
    STAGES.forEach((side, stages) ->
        lookDownward("dev.airgap." + side + ".", stages).forEach(rule -> rule.check(CODE)));
  }

  @Test
  void everyStage_hasItsPlace() {
    STAGES.forEach((side, stages) -> {
      List<String> known = stages.stream().flatMap(List::stream).toList();
      String prefix = "dev.airgap." + side + ".";
      Assertions.assertThat(
              CODE.stream()
                  .map(JavaClass::getPackageName)
                  .filter(name -> name.startsWith(prefix))
                  .map(name -> name.substring(prefix.length()).split("\\.")[0])
                  .distinct())
          .containsExactlyInAnyOrderElementsOf(known);
    });
  }

  /** A rule for each that may not look at another: at those above it and at those beside it. */
  private static List<ArchRule> lookDownward(String prefix, List<List<String>> layers) {
    List<ArchRule> rules = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      for (String one : layers.get(layer)) {
        layers.subList(layer, layers.size()).stream()
            .flatMap(List::stream)
            .filter(other -> !other.equals(one))
            .forEach(other -> rules.add(looksAway(prefix + one, prefix + other)));
      }
    }
    return rules;
  }

  private static ArchRule looksAway(String from, String other) {
    return noClasses()
        .that()
        .resideInAPackage(from + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(other + "..")
        .allowEmptyShould(false);
  }

  @Test
  void libraries_stayInTheirModule() {
    LIBRARY_TO_MODULE.forEach(
        (library, module) -> holds(libraryStays(library, module), TakesLibraries.class));
  }

  private static ArchRule libraryStays(String library, String module) {
    return noClasses()
        .that()
        .resideOutsideOfPackages("dev.airgap." + module + "..", "dev.airgap.samples..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  @Test
  void onlyTheConsole_prints() {
    holds(
        noClasses()
            .that()
            .haveNameNotMatching("dev\\.airgap\\.cli\\.(Console|Main)")
            .and()
            .haveNameNotMatching("dev\\.airgap\\.helm\\.child\\..*")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"),
        LooksUpwardHelper.class);
  }

  @Test
  void noName_saysNothing() {
    holds(
        noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Manager|Common|Impl|Const|Constants)"),
        LooksUpwardHelper.class);
  }

  /** Passes for the code, and fails for the class that breaks it on purpose. */
  private static void holds(ArchRule rule, Class<?> wrong) {
    rule.check(CODE);
    fails(rule, wrong);
  }

  /** A rule that found no class to look at fails as well: it does not name the wrong one. */
  private static void fails(ArchRule rule, Class<?> wrong) {
    Assertions.assertThatThrownBy(() -> rule.check(WRONG))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was violated")
        .hasMessageContaining("<" + wrong.getName());
  }
}
