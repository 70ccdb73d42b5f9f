package dev.airgap.installer.gateway;

import dev.airgap.installer.cluster.CustomKind;

/** The kinds of the Gateway API that are looked at here; of this version since its release 1.0. */
final class Kinds {
  private static final String GROUP = "gateway.networking.k8s.io";
  private static final String VERSION = "v1";

  static final CustomKind CLASS =
      new CustomKind(GROUP, VERSION, "GatewayClass", "gatewayclasses", false);
  static final CustomKind GATEWAY = new CustomKind(GROUP, VERSION, "Gateway", "gateways", true);
  static final CustomKind ROUTE = new CustomKind(GROUP, VERSION, "HTTPRoute", "httproutes", true);

  private Kinds() {}
}
