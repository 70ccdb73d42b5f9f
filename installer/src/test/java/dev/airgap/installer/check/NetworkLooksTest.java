package dev.airgap.installer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.installer.cluster.ClusterException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names, the ingress's port, and looks that hang. */
@Timeout(30)
final class NetworkLooksTest {
  @Test
  void hostThatLeadsElsewhereOrNowhere_isYellow_withTheRecordToMake() {
    assertThat(dns("localhost", "127.0.0.1").colour()).isEqualTo(Colour.GREEN);
    assertThat(dns("no.such.invalid", "10.0.0.20"))
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
        .satisfies(found -> assertThat(found.remedy()).contains("no.such.invalid -> 10.0.0.20"));
    assertThat(dns("localhost", "10.0.0.20"))
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
        .satisfies(found -> assertThat(found.seen()).endsWith("not to the ingress 10.0.0.20"));
  }

  private static Finding dns(String host, String ingress) {
    return new DnsLook(host, "the ingress", ingress).findings().getFirst();
  }

  @Test
  void ingressThatTakesNoConnection_isYellow() throws Exception {
    int port;
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = listening.getLocalPort();
      assertThat(
              new IngressAddressLook("127.0.0.1", port, "ingress.address")
                  .findings()
                  .getFirst()
                  .colour())
          .isEqualTo(Colour.GREEN);
    }
    assertThat(new IngressAddressLook("127.0.0.1", port, "ingress.address").findings().getFirst())
        .satisfies(found -> assertThat(found.colour()).isEqualTo(Colour.YELLOW))
        .satisfies(found -> assertThat(found.remedy()).contains("ingress.address"));
  }

  /** A look of the test's own. */
  private record Own(Check check, Callable<List<Finding>> body) implements Look {
    @Override
    public List<Finding> findings() throws ClusterException, InterruptedException {
      try {
        return body.call();
      } catch (ClusterException | InterruptedException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void lookThatHangsOrFails_isTold_andHoldsNobodyUp() throws Exception {
    Finding well = Finding.green(Check.DNS, "host", "is known");
    List<Finding> findings =
        new LooksSideBySide(Duration.ofSeconds(1))
            .all(
                List.of(
                    new Own(
                        Check.CLOCK,
                        () -> {
                          new CountDownLatch(1).await();
                          return List.of();
                        }),
                    new Own(
                        Check.NODES,
                        () -> {
                          throw new ClusterException("it forbids that");
                        }),
                    new Own(Check.DNS, () -> List.of(well))));
    assertThat(findings.get(0).colour()).isEqualTo(Colour.YELLOW);
    assertThat(findings.get(0).seen()).contains("did not end within 1 s");
    assertThat(findings.get(1).colour()).isEqualTo(Colour.YELLOW);
    assertThat(findings.get(1).seen()).contains("it forbids that");
    assertThat(findings.get(2)).isEqualTo(well);
  }
}
