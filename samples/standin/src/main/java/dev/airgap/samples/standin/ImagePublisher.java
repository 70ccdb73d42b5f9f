package dev.airgap.samples.standin;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/** Builds images from folders, without Docker, and pushes them. */
final class ImagePublisher {

  private final RegistryTarget target;
  private final Folders folders;
  private final PaddingLayers padding;

  ImagePublisher(RegistryTarget target, Folders folders, PaddingLayers padding) {
    this.target = target;
    this.folders = folders;
    this.padding = padding;
  }

  /** The digest of what was pushed. */
  String publish(StandInImage image) throws IOException, InterruptedException {
    String reference = target.reference(image.name(), image.version());
    try {
      return builder(image).containerize(containerizer(reference)).getDigest().toString();
    } catch (ExecutionException | RegistryException | CacheDirectoryCreationException e) {
      throw new IOException("cannot push " + reference + ": " + e.getMessage(), e);
    } catch (InvalidImageReferenceException e) {
      throw new UsageException("'" + reference + "' is no image reference: check --registry");
    }
  }

  private JibContainerBuilder builder(StandInImage image) throws IOException {
    JibContainerBuilder builder =
        Jib.fromScratch()
            .setFormat(image.form().format())
            .setPlatforms(image.form().platforms())
            .setCreationTime(LayerFiles.TIME)
            .setUser("1000:1000")
            .setWorkingDirectory(AbsoluteUnixPath.get("/zenml"))
            .setEnvironment(environment(image))
            .setEntrypoint(image.content().entrypoint())
            .setExposedPorts(Port.tcp(8080))
            .setLabels(labels(image));
    for (String layer : image.content().baseLayers()) {
      builder.addFileEntriesLayer(LayerFiles.layer(layer, List.of(folders.base().resolve(layer))));
    }
    builder.addFileEntriesLayer(LayerFiles.writableFolders(folders.base()));
    for (FileEntriesLayer layer : padding.layers(image.name(), image.version())) {
      builder.addFileEntriesLayer(layer);
    }
    List<Path> programs = image.content().programs().stream().map(folders::image).toList();
    return builder.addFileEntriesLayer(LayerFiles.layer("programs", programs));
  }

  /** Sorted, since jib writes them in this order and the same input must give the same bytes. */
  private static SortedMap<String, String> environment(StandInImage image) {
    return new TreeMap<>(
        Map.of(
            "PATH", "/usr/local/bin:/usr/bin:/bin",
            "PYTHONPATH", "/opt/standin",
            "PYTHONDONTWRITEBYTECODE", "1",
            "PYTHONUNBUFFERED", "1",
            "HOME", "/zenml",
            "STANDIN_VERSION", image.version()));
  }

  private static SortedMap<String, String> labels(StandInImage image) {
    return new TreeMap<>(
        Map.of(
            "org.opencontainers.image.title", image.name(),
            "org.opencontainers.image.version", image.version(),
            "org.opencontainers.image.description", "A stand-in, not the product"));
  }

  private Containerizer containerizer(String reference) throws InvalidImageReferenceException {
    ImageReference parsed = ImageReference.parse(reference);
    RegistryImage registryImage = RegistryImage.named(parsed);
    target
        .credential()
        .ifPresentOrElse(
            credential ->
                registryImage.addCredential(credential.getUsername(), credential.getPassword()),
            () -> registryImage.addCredentialRetriever(dockerConfig(parsed)));
    return Containerizer.to(registryImage)
        .setAllowInsecureRegistries(target.plainHttp())
        .setBaseImageLayersCache(folders.cache().resolve("base-layers"))
        .setApplicationLayersCache(folders.cache().resolve("application-layers"))
        .setToolName("standin");
  }

  private static CredentialRetriever dockerConfig(ImageReference reference) {
    return CredentialRetrieverFactory.forImage(reference, event -> {}).dockerConfig();
  }
}
