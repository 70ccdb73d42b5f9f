package dev.airgap.installer.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server keeps of its database while a migration runs, to go back if that fails. It is
 * deleted when the migration is done: no backup in the usual sense.
 */
public sealed interface DatabaseBackup {
  /** As the chart calls it. */
  String strategy();

  /** The volume that it wants, if any. */
  default Optional<Volume> claim() {
    return switch (this) {
      case DumpFile file -> file.volume();
      case Mydumper mydumper -> mydumper.volume();
      case Disabled disabled -> Optional.empty();
      case InMemory memory -> Optional.empty();
      case OtherDatabase other -> Optional.empty();
      case Custom custom -> Optional.empty();
    };
  }

  /**
   * A volume that the chart claims.
   *
   * @param size as Kubernetes writes it, such as {@code 10Gi}
   * @param storageClass empty: the cluster's default
   */
  record Volume(String size, Optional<String> storageClass) {}

  record Disabled() implements DatabaseBackup {
    @Override
    public String strategy() {
      return "disabled";
    }
  }

  record InMemory() implements DatabaseBackup {
    @Override
    public String strategy() {
      return "in-memory";
    }
  }

  /** Another database of the same server, which is overwritten and dropped. */
  record OtherDatabase(String name) implements DatabaseBackup {
    @Override
    public String strategy() {
      return "database";
    }
  }

  /** A file; without a volume it is gone with the pod. */
  record DumpFile(Optional<Volume> volume) implements DatabaseBackup {
    @Override
    public String strategy() {
      return "dump-file";
    }
  }

  /** Files by mydumper, which the server's image has; what is not said is left to the server. */
  record Mydumper(
      Optional<Volume> volume,
      Optional<Integer> threads,
      boolean compress,
      List<String> arguments,
      Optional<Integer> loaderThreads,
      List<String> loaderArguments)
      implements DatabaseBackup {
    public Mydumper {
      arguments = List.copyOf(arguments);
      loaderArguments = List.copyOf(loaderArguments);
    }

    @Override
    public String strategy() {
      return "mydumper";
    }
  }

  /**
   * A class in the server's image.
   *
   * @param engine its source, such as {@code my.module.Engine}
   */
  record Custom(String engine, Map<String, @Nullable Object> settings) implements DatabaseBackup {
    @Override
    public String strategy() {
      return "custom";
    }
  }
}
