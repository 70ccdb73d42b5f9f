package dev.airgap.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file that a person wrote may not hold. */
final class YamlFileTest {
  @TempDir private Path folder = Path.of("");

  private static YamlMapping read(String text) throws InvalidFileException {
    return YamlFile.read("f.yaml", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8080: a", "0.5: a", "true: a", "null: a", "~: a", "? [a]\n: b", "v: {1: a}"})
  void keyThatIsNoText_isRefused(String text) {
    assertThatThrownBy(() -> read(text + "\n"))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("a key must be a");
  }

  @Test
  void numberInQuotes_isAKey() throws Exception {
    assertThat(read("'8080': a\non: b\n").keys()).containsExactly("8080", "on");
  }

  @Test
  void mergeKey_isRefused() {
    assertThatThrownBy(() -> read("a: {<<: {b: 1}}\n"))
        .hasMessage("f.yaml:1:5: merge keys (<<) are not read: write them out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"! x", "!!str x", "!local x", "!!python/object:x {}", "![] []"})
  void everyTag_isRefused(String value) {
    assertThatThrownBy(() -> read("a: " + value + "\n")).isInstanceOf(InvalidFileException.class);
  }

  @Test
  void twoKeysOfTheSameText_areRefused_quotedOrNot() {
    assertThatThrownBy(() -> read("a: 1\n\"a\": 2\n"))
        .hasMessageContaining("'a' stands here twice");
  }

  @Test
  void depth_mayBeThirtyTwo_andNoMore() throws Exception {
    assertThat(read("a: " + "[".repeat(31) + "]".repeat(31)).keys()).containsExactly("a");
    assertThatThrownBy(() -> read("a: " + "[".repeat(32) + "]".repeat(32)))
        .isInstanceOf(InvalidFileException.class);
  }

  @Test
  void byteOrderMark_isLeftOut() throws Exception {
    assertThat(read("\uFEFFa: 1\n").keys()).containsExactly("a");
  }

  @Test
  void fileOverItsLimit_isRefused_andAtItsLimitRead() throws Exception {
    byte[] most = ("a: 1\n#" + " ".repeat(YamlFile.MAX_BYTES - 6)).getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("f.yaml"), most);
    assertThat(YamlFile.read(file).keys()).containsExactly("a");
    Files.writeString(file, Files.readString(file) + " ");
    assertThatThrownBy(() -> YamlFile.read(file)).hasMessageContaining("more than 1048576 bytes");
  }

  @Test
  void fileThatIsNoUtf8_isRefused() throws Exception {
    Path file = Files.write(folder.resolve("f.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThatThrownBy(() -> YamlFile.read(file)).hasMessageContaining("UTF-8");
  }

  @Test
  void missingFile_folderAndDevice_areRefused() {
    for (Path path : new Path[] {folder.resolve("no"), folder, Path.of("/dev/zero")}) {
      assertThatThrownBy(() -> YamlFile.read(path))
          .isInstanceOf(InvalidFileException.class)
          .hasMessageContaining("is not there, or is no regular file");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{", "- ", "? ", "{a: ", "[[],", "&a ", "*a ", "\"", "#\n", "---\n"})
  void endlessRepetition_endsSoon(String part) {
    String hostile = part.repeat(YamlFile.MAX_BYTES / part.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertThatThrownBy(() -> read(hostile)).isInstanceOf(InvalidFileException.class));
  }

  @Test
  void damagedFile_isReadOrRefused_neverABug() {
    String whole = "%YAML 1.1\n---\na: [1, 'x', \"\\u00e4\"]\nb: {c: |-\n  d\n}\n? e\n: !t &f *g\n";
    String signs = "[]{}:,-?&*!|>'\"%@`\\~#\n\t 0xU\uFEFF\u0000";
    Random random = new Random(3);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(whole);
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        text.setCharAt(random.nextInt(text.length()), signs.charAt(random.nextInt(signs.length())));
      }
      try {
        assertThat(read(text.toString()).keys()).isNotNull();
      } catch (InvalidFileException e) {
        refused++;
        assertThat(e.problems()).allMatch(problem -> problem.startsWith("f.yaml"));
      }
    }
    assertThat(refused).isPositive();
  }
}
