package dev.airgap.installer.testing;

import dev.airgap.helm.HelmRelease;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.release.InstalledRelease;
import dev.airgap.secrets.RunSecrets;
import java.util.List;
import java.util.Set;

/** The control plane of {@code zenml.test}, whose administrator's password is admin-word. */
public final class SampleControlPlane {
  private static final InstalledRelease RELEASE =
      new InstalledRelease(
          new HelmRelease("zenml-pro", "zenml-pro"),
          1,
          Set.of(),
          Set.of(),
          List.of(),
          List.of(),
          false);

  private SampleControlPlane() {}

  public static ControlPlane of(RunSecrets secrets) {
    return new ControlPlane("zenml.test", "admin", secrets.keep("admin-word"), RELEASE);
  }
}
