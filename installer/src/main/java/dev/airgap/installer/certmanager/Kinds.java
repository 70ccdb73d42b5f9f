package dev.airgap.installer.certmanager;

import dev.airgap.installer.cluster.CustomKind;

/** The kinds of cert-manager that are looked at here; of these versions since its release 1.0. */
final class Kinds {
  static final String GROUP = "cert-manager.io";
  static final String ACME = "acme.cert-manager.io";
  private static final String VERSION = "v1";

  static final CustomKind CERTIFICATE =
      new CustomKind(GROUP, VERSION, "Certificate", "certificates", true);
  static final CustomKind REQUEST =
      new CustomKind(GROUP, VERSION, "CertificateRequest", "certificaterequests", true);
  static final CustomKind ISSUER = new CustomKind(GROUP, VERSION, "Issuer", "issuers", true);
  static final CustomKind CLUSTER_ISSUER =
      new CustomKind(GROUP, VERSION, "ClusterIssuer", "clusterissuers", false);
  static final CustomKind ORDER = new CustomKind(ACME, VERSION, "Order", "orders", true);
  static final CustomKind CHALLENGE =
      new CustomKind(ACME, VERSION, "Challenge", "challenges", true);

  private Kinds() {}
}
