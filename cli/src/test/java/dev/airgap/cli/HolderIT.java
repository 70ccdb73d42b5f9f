package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.registry.testing.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a run calls itself, on a machine of another name; in a process of its own. */
final class HolderIT {
  public static void main(String[] args) {
    System.out.print(Surroundings.holder());
  }

  @Test
  void machineWhoseNameNoDnsKnows_hasAHolderAllTheSame() throws Exception {
    byte[] said =
        Tool.run(
            "",
            Map.of(),
            "unshare",
            "--uts",
            "sh",
            "-c",
            "hostname nobody-knows-me && exec \"$0\" -cp \"$1\" \"$2\"",
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            System.getProperty("java.class.path"),
            HolderIT.class.getName());
    assertThat(new String(said, StandardCharsets.UTF_8))
        .startsWith(System.getProperty("user.name") + "@nobody-knows-me/");
  }
}
