package dev.airgap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
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
      Map.of(
          "org.bouncycastle..", "pki",
          "org.apache.hc..", "registry",
          "com.google.cloud.tools.jib..", "registry",
          "com.marcnuri.helm..", "helm",
          "io.fabric8..", "installer",
          "picocli..", "cli",
          "org.yaml.snakeyaml..", "yaml");

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
              List.of("complete"),
              List.of("seal")),
          "installer",
          List.of(
              List.of("json", "progress"),
              List.of("site"),
              List.of("cluster", "https", "load"),
              List.of("gate", "receipt", "tls"),
              List.of("release"),
              List.of("controlplane"),
              List.of("workspace"),
              List.of("plan", "prove")));

  @Test
  void packages_haveNoCycles() {
    holds(slices().matching("dev.airgap.(**)").should().beFreeOfCycles());
  }

  @Test
  void modules_lookDownwardOnly() {
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      for (String module : LAYERS.get(layer)) {
        List<String> forbidden =
            above(LAYERS, layer, module).stream().map(other -> "dev.airgap." + other).toList();
        lookDownward("dev.airgap." + module, forbidden);
      }
    }
  }

  @Test
  void stages_lookDownwardOnly() {
    STAGES.forEach((side, stages) -> {
      for (int layer = 0; layer < stages.size(); layer++) {
        for (String stage : stages.get(layer)) {
          List<String> forbidden =
              above(stages, layer, stage).stream()
                  .map(other -> "dev.airgap." + side + "." + other)
                  .toList();
          lookDownward("dev.airgap." + side + "." + stage, forbidden);
        }
      }
    });
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

  private static List<String> above(List<List<String>> layers, int layer, String one) {
    return layers.subList(layer, layers.size()).stream()
        .flatMap(List::stream)
        .filter(other -> !other.equals(one))
        .toList();
  }

  private static void lookDownward(String from, List<String> forbidden) {
    for (String other : forbidden) {
      noClasses()
          .that()
          .resideInAPackage(from + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(other + "..")
          .allowEmptyShould(false)
          .check(CODE);
    }
  }

  @Test
  void libraries_stayInTheirModule() {
    LIBRARY_TO_MODULE.forEach((library, module) -> libraryStays(library, module).check(CODE));
    fails(libraryStays("picocli..", "cli"));
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
  void aModuleThatLooksUpward_isFound() {
    fails(
        noClasses()
            .that()
            .resideInAPackage("dev.airgap.secrets..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.airgap.cli.."));
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
            .accessField(System.class, "err"));
  }

  @Test
  void noName_saysNothing() {
    holds(
        noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Manager|Common|Impl|Const|Constants)"));
  }

  /** Passes for the code, and fails for what breaks it on purpose. */
  private static void holds(ArchRule rule) {
    rule.check(CODE);
    fails(rule);
  }

  private static void fails(ArchRule rule) {
    Assertions.assertThatThrownBy(() -> rule.check(WRONG)).isInstanceOf(AssertionError.class);
  }
}
