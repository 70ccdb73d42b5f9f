package dev.airgap.installer.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kubeconfigs that are none. */
class ClusterSelectionTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "junk",
        "",
        "- a\n- b\n",
        "{",
        "\u0000\u0001",
        "clusters: 7\n",
        "apiVersion: v1\nkind: Config\n",
        "current-context: a\ncontexts:\n- name: a\n"
      })
  void fileThatIsNoKubeconfig_isNamed(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("config"), content);
    ClusterSelection selection =
        new ClusterSelection(Optional.of(file), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> Cluster.connect(selection).close())
        .isInstanceOf(WrongClusterException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("--kubeconfig");
  }

  @Test
  void folder_isNoKubeconfig() {
    ClusterSelection selection =
        new ClusterSelection(Optional.of(folder), Optional.empty(), Optional.empty());
    assertThatThrownBy(selection::config)
        .isInstanceOf(WrongClusterException.class)
        .hasMessageContaining(folder.toString());
  }
}
