package dev.airgap.cli;

import dev.airgap.installer.Installation;
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
    console.result(
        "admin      %s; password: kubectl -n bundle-system get secret control-plane -o"
                .formatted(installation.controlPlane().admin())
            + " jsonpath='{.data.adminPassword}' | base64 -d");
    console.result("open       https://" + site.controlPlane().host());
  }
}
