package dev.airgap.installer.site;

/** How a workspace is made known to the control plane. */
public sealed interface Enrollment {
  /** Where the site file says nothing: this program does it through the control plane's API. */
  Enrollment BY_API = new ByApi();

  record ByApi() implements Enrollment {}

  /** A person shall do it in the dashboard, and has not said yet what came of it. */
  record ByHand() implements Enrollment {}

  /** A person did it: what the dashboard showed. */
  record Given(String organizationId, String workspaceId, SecretSource key) implements Enrollment {}
}
