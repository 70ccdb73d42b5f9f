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
    if (site.tls().hasAuthority()) {
      authority(site);
    }
    console.result(
        "admin      %s; password: kubectl -n bundle-system get secret control-plane -o"
                .formatted(installation.controlPlane().admin())
            + " jsonpath='{.data.adminPassword}' | base64 -d");
    console.result("open       https://" + site.controlPlane().host());
  }

  private void authority(Site site) {
    console.result(
        "CA         kubectl -n %s get secret zenml-ca -o jsonpath='{.data.ca\\.crt}' | base64 -d >ca.crt"
            .formatted(site.controlPlane().namespace()));
    console.result(
        "  Linux    cp ca.crt /usr/local/share/ca-certificates/zenml.crt && update-ca-certificates");
    console.result(
        "           (RHEL: cp ca.crt /etc/pki/ca-trust/source/anchors/zenml.crt && update-ca-trust)");
    console.result(
        "  macOS    sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ca.crt");
    console.result("  Windows  certutil -addstore -f Root ca.crt");
    console.result(
        "  Python   cat \"$(python3 -m certifi)\" ca.crt >all.pem; export REQUESTS_CA_BUNDLE=$PWD/all.pem SSL_CERT_FILE=$PWD/all.pem");
  }
}
