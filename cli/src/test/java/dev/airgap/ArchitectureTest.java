package dev.airgap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The rules of the structure. Each was seen to fail on purpose before it was kept. */
final class ArchitectureTest {
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("dev.airgap");

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

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.airgap.(**)").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void modules_lookDownwardOnly() {
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      for (String module : LAYERS.get(layer)) {
        for (String other : forbidden(layer, module)) {
          noClasses()
              .that()
              .resideInAPackage("dev.airgap." + module + "..")
              .should()
              .dependOnClassesThat()
              .resideInAPackage("dev.airgap." + other + "..")
              .check(CODE);
        }
      }
    }
  }

  private static List<String> forbidden(int layer, String module) {
    return LAYERS.subList(layer, LAYERS.size()).stream()
        .flatMap(List::stream)
        .filter(other -> !other.equals(module))
        .filter(other -> !(module.equals("installer") && other.equals("installer")))
        .toList();
  }

  @Test
  void libraries_stayInTheirModule() {
    LIBRARY_TO_MODULE.forEach((library, module) ->
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.airgap." + module + "..", "dev.airgap.samples..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library)
            .check(CODE));
  }

  @Test
  void onlyTheConsole_prints() {
    noClasses()
        .that()
        .haveNameNotMatching("dev\\.airgap\\.cli\\.(Console|Main)")
        .and()
        .haveNameNotMatching("dev\\.airgap\\.helm\\.child\\..*")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CODE);
  }

  @Test
  void noName_saysNothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Common|Impl|Const|Constants)")
        .check(CODE);
  }
}
