package dev.airgap.bundler.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single patterns; that Helm packs the same is seen by {@link HelmPackageIT}. */
final class HelmIgnoreTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # pattern        | path                    | left out
          helm.txt         | helm.txt                | true
          *.txt            | cargo/a.txt             | true
          cargo/*.txt      | cargo/a.txt             | true
          cargo/*.txt      | cargo/deep/a.txt        | false
          /*.txt           | cargo/a.txt             | false
          /a.txt           | a.txt                   | true
          */key.pem        | secret/x/key.pem        | false
          cargo            | cargo/                  | true
          cargo/           | cargo/                  | true
          cargo/           | cargo                   | false
          a?txt            | a.txt                   | true
          docs?a.txt       | docs/a.txt              | false
          ?b.txt           | \u00fcb.txt             | true
          ?b.txt           | \ud83d\ude00b.txt       | true
          [ab].*           | b.bak                   | true
          [a-c]x           | dx                      | false
          [c-a]x           | bx                      | false
          [^a].txt         | b.txt                   | true
          [!a].txt         | a.txt                   | true
          [[]x].txt        | [x].txt                 | true
          \\[x\\].txt    | [x].txt                 | true
          [\\]-a]          | ]                       | true
          a.b              | axb                     | false
          .*               | .git/                   | true
          !a.txt           | a.txt                   | false
          !a.txt           | Chart.yaml              | true
          !docs/           | docs/                   | false
          !docs/           | docs                    | true
          /                | a                       | false
          none             | templates/.swp          | true
          none             | templates/sub/.swp      | false
          none             | charts/_off/Chart.yaml  | true
          none             | charts/.off/Chart.yaml  | true
          none             | charts/a-1.0.tgz.prov   | false
          none             | charts/a/charts/_b/c    | true
          none             | other/charts/_b/c       | false
          """)
  void aPattern_leavesOut(String pattern, String path, boolean leftOut) {
    String plain = path.replaceFirst("/$", "");
    assertThat(HelmIgnore.of(pattern).leavesOut(plain, path.endsWith("/"))).isEqualTo(leftOut);
  }

  @ParameterizedTest
  @ValueSource(strings = {"**/a", "[a-", "[]a]", "[a", "[a-]", "[^", "a\\", "[", "[-a]"})
  void whatHelmRefuses_isRefusedWithItsLine(String pattern) {
    assertThatThrownBy(() -> HelmIgnore.of("# first\n" + pattern + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 2, '%s': ".formatted(pattern));
  }

  @Test
  void commentsAndBlanks_areNoPatterns() {
    HelmIgnore ignore = HelmIgnore.of("\uFEFF*.bak\r\n\r\n  # *.md\r\n \t*.tmp \r\n");
    assertThat(ignore.leavesOut("a.bak", false)).isTrue();
    assertThat(ignore.leavesOut("a.tmp", false)).isTrue();
    assertThat(ignore.leavesOut("a.md", false)).isFalse();
  }
}
