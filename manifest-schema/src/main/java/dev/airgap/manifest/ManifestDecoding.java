package dev.airgap.manifest;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** From the JSON tree to the records: each field's own type and grammar. */
final class ManifestDecoding {
  private static final Pattern INSTANT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

  private ManifestDecoding() {}

  static Optional<BundleManifest> manifest(JsonFields fields) {
    Supplier<Long> version = fields.size("formatVersion");
    Supplier<Release> release = fields.text("release", Release::new);
    Supplier<Instant> created = fields.text("created", ManifestDecoding::instant);
    Supplier<Product> product = fields.text("product", word(Product.class));
    Supplier<Versions> versions = fields.object("versions", ManifestDecoding::versions);
    Supplier<Platform> platform = fields.text("platform", word(Platform.class));
    Supplier<List<ImageEntry>> images = fields.list("images", ManifestDecoding::image);
    Supplier<List<ChartEntry>> charts = fields.list("charts", ManifestDecoding::chart);
    Supplier<List<FileEntry>> files = fields.list("files", ManifestDecoding::file);
    Supplier<Requirements> requires = fields.object("requires", ManifestDecoding::requirements);
    Supplier<String> builtWith = fields.text("builtWith", version());
    Supplier<Optional<Base>> base = fields.objectIfAny("base", ManifestDecoding::base);
    return fields.build(() -> {
      require(version.get() == BundleManifest.FORMAT_VERSION, "formatVersion must be 1");
      require(
          versions.get().product() == product.get(),
          "versions are those of another product than " + product.get().word());
      return new BundleManifest(
          release.get(),
          created.get(),
          versions.get(),
          platform.get(),
          images.get(),
          charts.get(),
          files.get(),
          requires.get(),
          builtWith.get(),
          base.get());
    });
  }

  private static Optional<Base> base(JsonFields fields) {
    Supplier<Release> release = fields.text("release", Release::new);
    Supplier<Digest> manifest = fields.text("manifestSha256", Digest::parse);
    Supplier<List<BlobDescriptor>> blobs = fields.list("blobs", ManifestDecoding::blob);
    return fields.build(() -> new Base(release.get(), manifest.get(), blobs.get()));
  }

  private static Optional<Versions> versions(JsonFields fields) {
    Supplier<String> client = fields.text("client", version());
    if (fields.has("server")) {
      Supplier<String> server = fields.text("server", version());
      return fields.build(() -> new Versions.OpenSource(server.get(), client.get()));
    }
    Supplier<String> controlPlane = fields.text("controlPlane", version());
    Supplier<String> workspace = fields.text("workspace", version());
    return fields.build(() -> new Versions.Pro(controlPlane.get(), workspace.get(), client.get()));
  }

  private static Optional<ImageEntry> image(JsonFields fields) {
    Supplier<String> name = fields.text("name", matching(Grammar::isRepository, "no repository"));
    Supplier<String> tag = fields.text("tag", matching(Grammar::isTag, "no tag"));
    Supplier<ImageRole> role = fields.text("role", word(ImageRole.class));
    Supplier<Digest> digest = fields.text("digest", Digest::parse);
    Supplier<String> mediaType = fields.text("mediaType", mediaType());
    Supplier<Digest> configDigest = fields.text("configDigest", Digest::parse);
    Supplier<String> source = fields.text("source", Function.identity());
    Optional<Digest> sourceDigest = fields.textIfAny("sourceDigest", Digest::parse);
    Supplier<Transport> transport = fields.text("transport", word(Transport.class));
    Supplier<List<BlobDescriptor>> blobs = fields.list("blobs", ManifestDecoding::blob);
    Supplier<Long> size = fields.size("size");
    return fields.build(() ->
        new ImageEntry(
            name.get(),
            tag.get(),
            role.get(),
            digest.get(),
            mediaType.get(),
            configDigest.get(),
            source.get(),
            sourceDigest.orElse(null),
            transport.get(),
            blobs.get(),
            size.get()));
  }

  private static Optional<BlobDescriptor> blob(JsonFields fields) {
    Supplier<Digest> digest = fields.text("digest", Digest::parse);
    Supplier<Long> size = fields.size("size");
    Supplier<String> mediaType = fields.text("mediaType", mediaType());
    return fields.build(() -> new BlobDescriptor(digest.get(), size.get(), mediaType.get()));
  }

  private static Optional<ChartEntry> chart(JsonFields fields) {
    Supplier<String> name = fields.text("name", matching(Grammar::isChartName, "no chart name"));
    Supplier<String> version = fields.text("version", version());
    Supplier<ChartRole> role = fields.text("role", word(ChartRole.class));
    Supplier<BundlePath> path = fields.text("path", BundlePath::new);
    Supplier<Digest> digest = fields.text("digest", Digest::parse);
    Supplier<Long> size = fields.size("size");
    Supplier<String> source = fields.text("source", Function.identity());
    Optional<Digest> sourceDigest = fields.textIfAny("sourceDigest", Digest::parse);
    Supplier<Transport> transport = fields.text("transport", word(Transport.class));
    return fields.build(() ->
        new ChartEntry(
            name.get(),
            version.get(),
            role.get(),
            path.get(),
            digest.get(),
            size.get(),
            source.get(),
            sourceDigest.orElse(null),
            transport.get()));
  }

  private static Optional<FileEntry> file(JsonFields fields) {
    Supplier<BundlePath> path = fields.text("path", BundlePath::new);
    Supplier<Long> size = fields.size("size");
    Supplier<FileKind> kind = fields.text("kind", word(FileKind.class));
    return fields.build(() -> new FileEntry(path.get(), size.get(), kind.get()));
  }

  private static Optional<Requirements> requirements(JsonFields fields) {
    Supplier<String> kubernetes = fields.text("kubernetes", Function.identity());
    Supplier<String> platform = fields.text("platform", Function.identity());
    Supplier<Long> registryBytes = fields.size("registryBytes");
    return fields.build(
        () -> new Requirements(kubernetes.get(), platform.get(), registryBytes.get()));
  }

  private static Instant instant(String text) {
    require(INSTANT.matcher(text).matches(), "not an instant such as 2026-11-20T08:00:00Z");
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no such instant", e);
    }
  }

  private static Function<String, String> version() {
    return matching(Grammar::isVersion, "no version");
  }

  private static Function<String, String> mediaType() {
    return matching(Grammar::isMediaType, "no media type");
  }

  private static Function<String, String> matching(Predicate<String> grammar, String otherwise) {
    return text -> {
      require(grammar.test(text), otherwise);
      return text;
    };
  }

  private static <E extends Enum<E> & Named> Function<String, E> word(Class<E> choice) {
    return text ->
        Named.find(choice, text)
            .orElseThrow(
                () -> new IllegalArgumentException("must be one of " + Named.words(choice)));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
