package dev.airgap.bundler.catalogue;

import dev.airgap.bundler.catalogue.ChartRequest.ChartSource;
import dev.airgap.manifest.ChartRole;
import dev.airgap.manifest.ImageReference;
import dev.airgap.manifest.ImageRole;
import dev.airgap.manifest.Versions;
import java.util.List;
import java.util.function.Function;

/**
 * What a release of the product consists of, and where its vendor publishes it. Image tags are
 * chart versions; the two vendor registries hold the same images.
 */
public final class Catalogue {
  public static final String ECR = "ecr";
  public static final String GAR = "gar";
  public static final String DEFAULT_CHARTS = "oci://public.ecr.aws/zenml";

  /** The oldest Kubernetes that the vendor supports. */
  public static final String KUBERNETES = ">=1.24";

  private static final String CONTROL_PLANE_REGION =
      "715803424590.dkr.ecr.eu-west-1.amazonaws.com/";
  private static final String WORKSPACE_REGION = "715803424590.dkr.ecr.eu-central-1.amazonaws.com/";
  private static final String ARTIFACT_REGISTRY =
      "europe-west3-docker.pkg.dev/zenml-cloud/zenml-pro/";
  private static final String DOCKER_HUB = "docker.io/zenmldocker/";

  private Catalogue() {}

  /**
   * The product's images.
   *
   * @param source {@link #ECR}, {@link #GAR}, or a prefix that holds all of them by their names
   */
  public static List<ImageRequest> images(Versions versions, String source) {
    return switch (versions) {
      case Versions.Pro pro ->
          List.of(
              image(source, "zenml-pro-api", pro.controlPlane(), ImageRole.API),
              image(source, "zenml-pro-dashboard", pro.controlPlane(), ImageRole.DASHBOARD),
              image(source, "zenml-pro-server", pro.workspace(), ImageRole.SERVER),
              image(source, "zenml", pro.client(), ImageRole.CLIENT));
      case Versions.OpenSource open ->
          List.of(
              image(source, "zenml-server", open.server(), ImageRole.SERVER),
              image(source, "zenml", open.client(), ImageRole.CLIENT));
    };
  }

  private static ImageRequest image(String source, String name, String tag, ImageRole role) {
    String prefix =
        switch (source) {
          case ECR -> ecr(name, role);
          case GAR -> isOnDockerHub(name) ? DOCKER_HUB : ARTIFACT_REGISTRY;
          default -> source.endsWith("/") ? source : source + "/";
        };
    return new ImageRequest(ImageReference.parse(prefix + name + ":" + tag), name, tag, role);
  }

  private static String ecr(String name, ImageRole role) {
    if (isOnDockerHub(name)) {
      return DOCKER_HUB;
    }
    return role == ImageRole.SERVER ? WORKSPACE_REGION : CONTROL_PLANE_REGION;
  }

  /** The client and the open-source server are public. */
  private static boolean isOnDockerHub(String name) {
    return name.equals("zenml") || name.equals("zenml-server");
  }

  /** The product's charts. */
  public static List<ChartRequest> charts(
      Versions versions, Function<String, ChartSource> sourceOf) {
    return switch (versions) {
      case Versions.Pro pro ->
          List.of(
              chart("zenml-pro", pro.controlPlane(), ChartRole.CONTROL_PLANE, sourceOf),
              chart("zenml", pro.workspace(), ChartRole.WORKSPACE, sourceOf));
      case Versions.OpenSource open ->
          List.of(chart("zenml", open.server(), ChartRole.SERVER, sourceOf));
    };
  }

  private static ChartRequest chart(
      String name, String version, ChartRole role, Function<String, ChartSource> sourceOf) {
    return new ChartRequest(name, version, role, sourceOf.apply(name + "-" + version));
  }
}
