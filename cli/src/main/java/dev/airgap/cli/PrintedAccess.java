package dev.airgap.cli;

import dev.airgap.installer.Installation;
import dev.airgap.installer.InstalledProduct;
import dev.airgap.installer.server.ServerAccount;
import dev.airgap.installer.site.Site;

/** What people need to get in: DNS records, the CA and how to trust it, the first account. */
final class PrintedAccess {
  private final Console console;

  PrintedAccess(Console console) {
    this.console = console;
  }

  void print(Installation installation, Site site) {
    site.records()
        .forEach((host, address) -> console.result("DNS        %s -> %s".formatted(host, address)));
    console.result(
        "users      'bundle access -f SITE --to DIR' writes their kit: the CA, how each program and system comes to trust it, logins");
    console.result("admin      " + administrator(installation.product()));
    console.result("open       https://" + site.entrance().host());
  }

  private static String administrator(InstalledProduct product) {
    return switch (product) {
      case InstalledProduct.Pro pro ->
          "%s; password: kubectl -n bundle-system get secret control-plane -o"
                  .formatted(pro.controlPlane().admin())
              + " jsonpath='{.data.adminPassword}' | base64 -d";
      case InstalledProduct.Server open ->
          "%s; password: %s"
              .formatted(
                  open.server().account().username(), ServerAccount.place(open.server().account()));
    };
  }
}
