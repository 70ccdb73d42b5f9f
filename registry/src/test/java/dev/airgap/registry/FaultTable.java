package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of {@code docs/faults.md}: written where the property {@code faults.write} is set, else
 * compared, so that what the page says is what was seen.
 *
 * @param name of its section in the page
 */
record FaultTable(String name, List<String> columns) {
  private static final Path PAGE = Path.of("../docs/faults.md");

  void check(List<List<String>> rows) throws IOException {
    String seen = text(rows);
    String page = Files.readString(PAGE);
    int begin = page.indexOf(mark("begin")) + mark("begin").length();
    int end = page.indexOf(mark("end"));
    if (Boolean.getBoolean("faults.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + seen + page.substring(end));
    } else {
      assertThat(seen).isEqualTo(page.substring(begin, end));
    }
  }

  private String mark(String which) {
    return "<!-- %s: %s -->\n".formatted(which, name);
  }

  private String text(List<List<String>> rows) {
    return line(columns)
        + "|"
        + "---|".repeat(columns.size())
        + "\n"
        + rows.stream().map(FaultTable::line).collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> " " + cell + " ")
        .collect(Collectors.joining("|", "|", "|\n"));
  }
}
