package dev.airgap.samples.standin;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** The programs of published images, pulled again and unpacked, and databases for them. */
@NullMarked
final class StandInPrograms implements AutoCloseable {

  final Databases databases;
  final UnpackedImage api;
  final UnpackedImage dashboard;
  final UnpackedImage server;
  final UnpackedImage client;

  StandInPrograms(Path folder) throws IOException {
    try (LoopbackRegistry registry = LoopbackRegistry.plain(folder.resolve("registry"))) {
      Published.to(registry);
      api = unpack(registry, "zenml-pro-api", "0.13.18", folder);
      dashboard = unpack(registry, "zenml-pro-dashboard", "0.13.18", folder);
      server = unpack(registry, "zenml-pro-server", "0.95.1", folder);
      client = unpack(registry, "zenml", "0.95.1", folder);
    }
    databases = new Databases(folder);
  }

  private static UnpackedImage unpack(
      LoopbackRegistry registry, String name, String tag, Path folder) throws IOException {
    Path root = Published.unpack(registry, name + ":" + tag, folder.resolve(name));
    return new UnpackedImage(root, tag);
  }

  RunningControlPlane controlPlane(String type, String database, Path folder) {
    return RunningControlPlane.start(
        api, databases, type, database, folder.resolve(database + ".log"));
  }

  @Override
  public void close() {
    databases.close();
  }
}
