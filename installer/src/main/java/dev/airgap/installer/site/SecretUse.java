package dev.airgap.installer.site;

import dev.airgap.installer.site.Site.ControlPlaneSite;
import dev.airgap.installer.site.Site.Database;
import dev.airgap.installer.site.Site.WorkspaceSite;
import java.util.ArrayList;
import java.util.List;

/**
 * A secret that is read.
 *
 * @param key what it is in the site file
 * @param receiver the host that it is shown to
 */
public record SecretUse(String key, SecretSource source, String receiver) {
  private static final String HERE = "this machine alone";

  static List<SecretUse> of(SiteTls tls) {
    return switch (tls) {
      case SiteTls.InternalCa ca ->
          ca
              .keyIn()
              .map(kept -> new SecretUse("tls.internalCa.passphrase", kept.passphrase(), HERE))
              .stream()
              .toList();
      case SiteTls.GivenCa ca ->
          ca.key().map(key -> new SecretUse("tls.givenCa.key", key, HERE)).stream().toList();
      case SiteTls.GivenCertificates given ->
          given.hosts().entrySet().stream()
              .map(host ->
                  new SecretUse("tls key of " + host.getKey(), host.getValue().key(), "ingress"))
              .toList();
      case SiteTls.ExistingSecret existing -> List.of();
      case SiteTls.ByIssuer issued -> List.of();
      case SiteTls.Elsewhere elsewhere -> List.of();
    };
  }

  static List<SecretUse> of(SiteProduct product) {
    return switch (product) {
      case SiteProduct.ZenmlPro pro -> of(pro);
      case SiteProduct.ZenmlServer open ->
          open
              .account()
              .password()
              .map(word -> new SecretUse("server account.password", word, open.server().host()))
              .stream()
              .toList();
    };
  }

  private static List<SecretUse> of(SiteProduct.ZenmlPro pro) {
    List<SecretUse> uses = new ArrayList<>();
    ControlPlaneSite plane = pro.controlPlane();
    plane
        .token()
        .ifPresent(token -> uses.add(new SecretUse("controlPlane.token", token, plane.host())));
    for (WorkspaceSite workspace : pro.workspaces()) {
      if (workspace.enrollment() instanceof Enrollment.Given given) {
        uses.add(
            new SecretUse(
                "workspace %s enrollment.key".formatted(workspace.name()),
                given.key(),
                workspace.host()));
      }
    }
    return uses;
  }

  /** A key is shown to nobody, but the pods must have it. */
  static List<SecretUse> of(String part, Database database) {
    List<SecretUse> uses = new ArrayList<>();
    uses.add(new SecretUse(part + " database.password", database.password(), database.host()));
    database
        .options()
        .client()
        .ifPresent(client ->
            uses.add(
                new SecretUse(part + " database.tls.key", client.key(), "the pods of " + part)));
    return uses;
  }
}
