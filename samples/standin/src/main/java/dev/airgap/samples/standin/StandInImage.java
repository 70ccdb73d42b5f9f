package dev.airgap.samples.standin;

import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One image: which folders become its layers, and what it starts. They differ in manifest format on
 * purpose: registries serve both.
 */
record StandInImage(String name, String version, Content content, Form form) {

  /**
   * What is in it.
   *
   * @param baseLayers folders of the base, a layer each
   * @param programs folders of {@code src/main/images}, one layer together
   */
  record Content(List<String> baseLayers, List<String> programs, List<String> entrypoint) {}

  /** How the image is described in a registry. */
  record Form(ImageFormat format, Set<Platform> platforms) {}

  private static final Platform AMD64 = new Platform("amd64", "linux");
  private static final Platform ARM64 = new Platform("arm64", "linux");
  private static final Form DOCKER = new Form(ImageFormat.Docker, Set.of(AMD64));
  private static final Form OCI = new Form(ImageFormat.OCI, Set.of(AMD64));
  // jib makes no OCI index. The arm64 image holds the same amd64 files: it is there to be left out,
  // not to be run.
  private static final Form DOCKER_LIST = new Form(ImageFormat.Docker, ordered(AMD64, ARM64));
  private static final List<String> WITH_DRIVERS = List.of("base", "python", "drivers");
  private static final List<String> WITHOUT_DRIVERS = List.of("base", "python");

  /** The index lists them in this order, in every run. */
  private static Set<Platform> ordered(Platform... platforms) {
    return new LinkedHashSet<>(List.of(platforms));
  }

  /** The open-source edition's server: the same programs under its own name. */
  static StandInImage openSource(Versions versions) {
    return server("zenml-server", versions);
  }

  private static StandInImage server(String name, Versions versions) {
    return new StandInImage(
        name,
        versions.workspace(),
        new Content(WITH_DRIVERS, List.of("library", "server"), List.of("/usr/local/bin/zenml")),
        DOCKER);
  }

  /** Those of ZenML Pro. */
  static List<StandInImage> all(Versions versions) {
    return List.of(
        new StandInImage(
            "zenml-pro-api",
            versions.controlPlane(),
            new Content(
                WITH_DRIVERS,
                List.of("library", "api"),
                List.of("/usr/bin/python3.11", "-m", "control_plane")),
            DOCKER),
        new StandInImage(
            "zenml-pro-dashboard",
            versions.controlPlane(),
            new Content(
                WITHOUT_DRIVERS,
                List.of("library", "dashboard"),
                List.of("/usr/bin/python3.11", "-m", "dashboard")),
            OCI),
        server("zenml-pro-server", versions),
        new StandInImage(
            "zenml",
            versions.client(),
            new Content(WITHOUT_DRIVERS, List.of("client"), List.of("/bin/sh")),
            DOCKER_LIST));
  }
}
