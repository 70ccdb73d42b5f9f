package dev.airgap.installer.gateway;

import dev.airgap.installer.json.Described;
import dev.airgap.installer.json.Described.Condition;
import dev.airgap.installer.site.SiteTls.SecretPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What stands against a Gateway that is there: what its controller says, and its listeners. */
record GatewayFit(Described gateway, Wanted wanted) {
  private static final long HTTPS = 443;
  // one listener that is wrong makes some controllers say so of the whole Gateway
  private static final String OTHERS = "ListenersNotValid";
  private static final String CONDITIONS = "conditions";

  List<Remark> remarks() {
    List<Remark> remarks = new ArrayList<>();
    ofController(remarks);
    ofAddresses(remarks);
    ofListeners(remarks);
    return remarks;
  }

  /** Of what is not accepted nothing else is said; a Secret that is to come keeps it from both. */
  private void ofController(List<Remark> remarks) {
    // the names of both before the Gateway API 1.0
    Optional<Condition> accepted = condition("Accepted", "Scheduled");
    Optional<Condition> programmed = condition("Programmed", "Ready");
    if (accepted.filter(Condition::holds).isEmpty()) {
      String said = SiteGateways.said(accepted);
      remarks.add(refusal(accepted, "is not accepted by its controller (Accepted): " + said));
    } else if (programmed.filter(Condition::holds).isEmpty()) {
      String said = SiteGateways.said(programmed);
      remarks.add(refusal(programmed, "is not served by its controller (Programmed): " + said));
    }
  }

  private Optional<Condition> condition(String type, String former) {
    return gateway.condition(type).or(() -> gateway.condition(former));
  }

  private Remark refusal(Optional<Condition> found, String seen) {
    if (wanted.pending().isPresent() && found.filter(Condition::isDenied).isPresent()) {
      return Remark.note(
          seen,
          "leave it so if that is for the Secret %s, which %s"
              .formatted(
                  wanted.secret().map(SecretPlace::text).orElse(""), wanted.pending().get()));
    }
    if (found.filter(one -> one.reason().equals(OTHERS)).isPresent()) {
      return Remark.note(
          seen,
          "if the listener for %s is meant, that is told beside this; leave it so if it is another one's"
              .formatted(wanted.host()));
    }
    return Remark.wrong(
        seen,
        "see that its controller runs, and what it says: kubectl -n %s describe gateway %s"
            .formatted(wanted.gateway().namespace(), wanted.gateway().name()));
  }

  private void ofAddresses(List<Remark> remarks) {
    List<String> addresses =
        gateway.objects("status", "addresses").map(one -> one.text("value")).toList();
    String address = wanted.gateway().address();
    if (!addresses.contains(address)) {
      remarks.add(
          Remark.note(
              addresses.isEmpty()
                  ? "it has no address yet, and the site file says " + address
                  : "its addresses are %s, and the site file says %s"
                      .formatted(String.join(", ", addresses), address),
              "correct gateway.address, or leave it so if something that answers at %s leads to it"
                  .formatted(address)));
    }
  }

  private void ofListeners(List<Remark> remarks) {
    List<Listener> listeners = gateway.objects("spec", "listeners").map(Listener::new).toList();
    Optional<String> section = wanted.gateway().section();
    List<Listener> asked =
        listeners.stream()
            .filter(one -> section.isEmpty() || section.get().equals(one.name()))
            .toList();
    List<Listener> fitting = asked.stream().filter(one -> one.against(wanted).isEmpty()).toList();
    if (fitting.isEmpty()) {
      remarks.add(noListener(listeners, asked));
      return;
    }
    fitting.forEach(one -> ofStatus(one, remarks));
    if (wanted.secret().isPresent() && fitting.stream().noneMatch(one -> one.port() == HTTPS)) {
      remarks.add(
          Remark.note(
              "no listener for %s has the port 443, which users and this program go to"
                  .formatted(wanted.host()),
              "leave it so if something leads port 443 of %s to it"
                  .formatted(wanted.gateway().address())));
    }
    if (wanted.secret().isPresent() && section.isEmpty()) {
      inTheClear(listeners, remarks);
    }
  }

  private Remark noListener(List<Listener> all, List<Listener> asked) {
    List<String> words = new ArrayList<>();
    asked.forEach(
        one -> words.add("%s %s".formatted(one.name(), String.join(", ", one.against(wanted)))));
    if (asked.isEmpty()) {
      words.add(
          wanted
              .gateway()
              .section()
              .map(section -> "it has none called " + section)
              .orElse("it has none"));
    }
    String others =
        asked.isEmpty() && !all.isEmpty()
            ? " (but %s)".formatted(String.join(", ", all.stream().map(Listener::name).toList()))
            : "";
    return Remark.wrong(
        "no listener takes %s: %s%s".formatted(wanted.host(), String.join("; ", words), others),
        "correct it, or put this among spec.listeners (kubectl -n %s edit gateway %s)\n%s"
            .formatted(wanted.gateway().namespace(), wanted.gateway().name(), wanted.listener()));
  }

  /** What the controller says of one of them. */
  private void ofStatus(Listener listener, List<Remark> remarks) {
    gateway
        .objects("status", "listeners")
        .filter(one -> one.text("name").equals(listener.name()))
        .flatMap(GatewayFit::refusals)
        .forEach(condition ->
            remarks.add(
                refusal(
                    Optional.of(condition),
                    "its controller refuses the listener %s: %s"
                        .formatted(listener.name(), condition.words()))));
  }

  private static Stream<Condition> refusals(Described status) {
    return Stream.concat(
        Stream.of("Accepted", "ResolvedRefs", "Programmed")
            .flatMap(type -> status.condition(type, CONDITIONS).stream())
            .filter(Condition::isDenied),
        status.condition("Conflicted", CONDITIONS).stream().filter(Condition::holds));
  }

  private void inTheClear(List<Listener> listeners, List<Remark> remarks) {
    listeners.stream()
        .filter(one -> one.opensInTheClear(wanted))
        .forEach(one ->
            remarks.add(
                Remark.note(
                    "the listener %s takes %s as well, in the clear"
                        .formatted(one.name(), wanted.host()),
                    "write section: NAME of the HTTPS listener under 'gateway' in the site file; leave it so if that port is closed, or redirects")));
  }
}
