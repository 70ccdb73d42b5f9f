package dev.airgap.installer.plan;

import dev.airgap.archive.VerifiedBundle;
import dev.airgap.installer.site.Site;
import dev.airgap.manifest.Product;
import dev.airgap.yaml.InvalidFileException;
import java.util.List;

/** A bundle is installed only where the site file is for its product. */
public final class ProductRule {
  private ProductRule() {}

  /**
   * @throws InvalidFileException if the site file is for another product
   */
  public static void require(VerifiedBundle bundle, Site site) throws InvalidFileException {
    Product carried = bundle.manifest().product();
    Product wanted = site.product().product();
    if (carried != wanted) {
      throw new InvalidFileException(
          List.of(
              "the bundle is release %s of %s, the site file is for %s: take the bundle of that product, or a site file with %s ('bundle site new --product %s' writes one)"
                  .formatted(
                      bundle.manifest().release(),
                      words(carried),
                      words(wanted),
                      keys(carried),
                      carried.word())));
    }
  }

  private static String words(Product product) {
    return switch (product) {
      case ZENML_PRO -> "ZenML Pro (product zenml-pro)";
      case ZENML -> "the open-source edition (product zenml)";
    };
  }

  private static String keys(Product product) {
    return switch (product) {
      case ZENML_PRO -> "'controlPlane' and 'workspaces' instead of 'server'";
      case ZENML -> "'server' instead of 'controlPlane' and 'workspaces'";
    };
  }
}
