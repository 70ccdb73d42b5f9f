package dev.airgap.installer.audit;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.server.AccountLook;
import dev.airgap.installer.site.SiteProduct.ZenmlServer;
import java.util.List;
import java.util.Optional;

/** Whether the first account of the open-source edition still opens its server. */
record AccountCheck(AccountLook accounts) {
  private static final String CHECK = "account";

  List<Judgement> look(ZenmlServer open, SiteHttps https) throws ClusterException {
    String username = open.account().username();
    Optional<String> trouble = accounts.trouble(open, https);
    return List.of(
        trouble
            .map(words -> Judgement.red(CHECK, username, words, "as the message says"))
            .orElseGet(() ->
                Judgement.ok(CHECK, username, "logged in to https://" + open.server().host())));
  }
}
