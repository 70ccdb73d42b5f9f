package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be accepted, and how it is said. */
final class AcceptancesTest {
  @Test
  void reason_isKept() {
    Acceptances accepted = Acceptances.read(List.of("room=one = more node", "clock=ntp is coming"));
    assertThat(accepted.reason(Check.ROOM)).contains("one = more node");
    assertThat(accepted.reason(Check.DNS)).isEmpty();
    assertThat(accepted.asFlags())
        .containsExactly("--accept room=one = more node", "--accept clock=ntp is coming");
  }

  @Test
  void everythingWrong_isSaidAtOnce() {
    assertThatThrownBy(() ->
            Acceptances.read(
                List.of("ingres-class=x", "room", "clock= ", "names=two\nlines", "gate=please")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "--accept ingres-class: there is no check of that name; did you mean 'ingress-class'?")
        .hasMessageContaining("--accept room: say why")
        .hasMessageContaining("--accept clock: say why")
        .hasMessageContaining("--accept names: say why")
        .hasMessageContaining("--accept gate: that check cannot be accepted");
  }

  @Test
  void whatGuardsTheSignedRelease_cannotBeAccepted() {
    for (Check guard : List.of(Check.GATE, Check.RECEIPT, Check.CLUSTER_ADDRESS)) {
      assertThatThrownBy(() -> Acceptances.read(List.of(guard.word() + "=I know better")))
          .hasMessageContaining("cannot be accepted");
    }
  }

  @Test
  void sameCheckTwice_isRefused() {
    assertThatThrownBy(() -> Acceptances.read(List.of("room=one", "room=two")))
        .hasMessageContaining("it is given twice");
  }
}
