package dev.airgap.installer.site;

import dev.airgap.installer.site.DatabaseBackup.Custom;
import dev.airgap.installer.site.DatabaseBackup.Disabled;
import dev.airgap.installer.site.DatabaseBackup.DumpFile;
import dev.airgap.installer.site.DatabaseBackup.InMemory;
import dev.airgap.installer.site.DatabaseBackup.Mydumper;
import dev.airgap.installer.site.DatabaseBackup.OtherDatabase;
import dev.airgap.installer.site.DatabaseBackup.Volume;
import dev.airgap.yaml.NearestWord;
import dev.airgap.yaml.PlacedText;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads {@code backup: {strategy, …}}: which other keys belong there follows from the strategy, and
 * one of another strategy is a problem, since it would do nothing.
 */
final class BackupReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9_$.-]{0,63}");
  private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,8}([KMGT]i|[kMGT])");
  private static final Pattern SOURCE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+");
  private static final int MOST_THREADS = 128;

  private static final List<String> OF_MYDUMPER =
      List.of("threads", "compress", "arguments", "loaderThreads", "loaderArguments");
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "disabled", List.of(),
          "in-memory", List.of(),
          "database", List.of("database"),
          "dump-file", List.of("volume"),
          "mydumper", with(OF_MYDUMPER, "volume"),
          "custom", List.of("engine", "settings"));

  private final Problems problems;

  BackupReader(Problems problems) {
    this.problems = problems;
  }

  private static List<String> with(List<String> some, String more) {
    List<String> all = new ArrayList<>(some);
    all.add(more);
    return all;
  }

  Optional<DatabaseBackup> read(YamlMapping database, String own) {
    return database.optionalMapping("backup", problems).map(backup -> backup(backup, own));
  }

  private DatabaseBackup backup(YamlMapping backup, String own) {
    String strategy = backup.text("strategy", problems);
    Optional<Volume> volume = backup.optionalMapping("volume", problems).map(this::volume);
    Mydumper mydumper = mydumper(backup, volume);
    Optional<String> other = backup.optional("database", name -> other(name, own), problems);
    Optional<String> engine = backup.optional("engine", BackupReader::source, problems);
    Map<String, ?> settings = backup.freeForm("settings", problems);
    backup.rejectUnknown(problems);
    requireOwn(backup, strategy);
    return switch (strategy) {
      case "disabled" -> new Disabled();
      case "database" -> new OtherDatabase(other.orElse(""));
      case "dump-file" -> new DumpFile(volume);
      case "mydumper" -> mydumper;
      case "custom" -> new Custom(engine.orElse(""), Map.copyOf(settings));
      default -> new InMemory();
    };
  }

  private void requireOwn(YamlMapping backup, String strategy) {
    List<String> own = KEYS.get(strategy);
    if (own == null) {
      if (!strategy.isEmpty()) {
        problems.add(
            backup.position("strategy"),
            "'%s' is no strategy%s".formatted(strategy, NearestWord.hint(strategy, KEYS.keySet())));
      }
      return;
    }
    KEYS.values().stream()
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .filter(key -> backup.has(key) && !own.contains(key))
        .forEach(key ->
            problems.add(
                backup.position(key),
                "'%s' does nothing with the strategy %s: leave it out".formatted(key, strategy)));
    for (String key : List.of("database", "engine")) {
      if (own.contains(key) && !backup.has(key)) {
        backup.text(key, "the strategy " + strategy + " wants it", problems);
      }
    }
  }

  private Volume volume(YamlMapping volume) {
    Volume read =
        new Volume(
            volume.required("size", BackupReader::size, problems).orElse(""),
            volume.optionalText("storageClass", problems));
    volume.rejectUnknown(problems);
    return read;
  }

  private static String size(String text) {
    if (!SIZE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no size of a volume, such as 10Gi".formatted(text));
    }
    return text;
  }

  private Mydumper mydumper(YamlMapping backup, Optional<Volume> volume) {
    return new Mydumper(
        volume,
        threads(backup, "threads"),
        backup.flag("compress", /* otherwise= */ false, problems),
        backup.texts("arguments", problems).stream().map(PlacedText::text).toList(),
        threads(backup, "loaderThreads"),
        backup.texts("loaderArguments", problems).stream().map(PlacedText::text).toList());
  }

  private Optional<Integer> threads(YamlMapping backup, String key) {
    Optional<Integer> threads = backup.optionalInteger(key, problems);
    if (threads.isPresent() && (threads.get() < 1 || threads.get() > MOST_THREADS)) {
      problems.add(
          backup.position(key),
          "'%s' is %d, and should be 1 to %d".formatted(key, threads.get(), MOST_THREADS));
    }
    return threads;
  }

  /** It is dropped and made anew: MySQL compares names without case on some machines. */
  private static String other(String name, String own) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'%s' is no name of a database".formatted(name));
    }
    if (name.equalsIgnoreCase(own)) {
      throw new IllegalArgumentException(
          "'%s' is the database itself, and the backup would overwrite it: name another one"
              .formatted(name));
    }
    return name;
  }

  private static String source(String text) {
    if (!SOURCE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no source of a class, such as my.module.Engine".formatted(text));
    }
    return text;
  }
}
