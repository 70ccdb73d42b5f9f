package dev.airgap.installer.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.AddWorkspace;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.testing.SampleBundle;
import dev.airgap.installer.testing.SampleImage;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.manifest.Versions;
import dev.airgap.pki.Signer;
import dev.airgap.yaml.InvalidFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Site file and bundle have to be of one product. */
final class ProductRuleTest {
  private static final Site PRO = SampleSite.with(Map.of(), Map.of());
  private static final Site OPEN = SampleSite.openSource(Map.of());
  private static final SampleBundle IMAGES =
      new SampleBundle(
          "2026.11.0",
          Map.of("zenml-server:0.95.1", SampleImage.of("amd64", SampleImage.noise(1, 100))));

  @TempDir private Path folder;

  @Test
  void bundleOfTheOtherProduct_isRefused_inBothDirections() throws Exception {
    Signer signer = SampleBundle.signer(folder.resolve("keys"));
    Versions open = new Versions.OpenSource("0.95.1", "0.95.1");
    try (VerifiedBundle pro = IMAGES.seal(signer, folder.resolve("pro.tar"));
        VerifiedBundle server = IMAGES.sealAs(open, signer, folder.resolve("open.tar"))) {
      ProductRule.require(pro, PRO);
      ProductRule.require(server, OPEN);
      assertThatThrownBy(() -> ProductRule.require(pro, OPEN))
          .isInstanceOf(InvalidFileException.class)
          .hasMessageContaining(
              "the bundle is release 2026.11.0 of ZenML Pro (product zenml-pro), the site file is for the open-source edition (product zenml)")
          .hasMessageContaining("a site file with 'controlPlane' and 'workspaces'");
      assertThatThrownBy(() -> ProductRule.require(server, PRO))
          .isInstanceOf(InvalidFileException.class)
          .hasMessageContaining("bundle site new --product zenml'");
    }
  }

  @Test
  void workspace_isNotAddedToTheOpenSourceEdition() {
    assertThatThrownBy(() -> AddWorkspace.only(OPEN, "staging"))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("the open-source edition, which is one server without workspaces");
  }
}
