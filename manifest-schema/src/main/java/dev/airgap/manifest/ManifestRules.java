package dev.airgap.manifest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What must hold between the fields of a manifest; the same when it is written and read. */
final class ManifestRules {
  /** The last second that the eleven octal digits of a ustar header can hold. */
  private static final Instant LAST = Instant.ofEpochSecond(0_77777777777L);

  /** A file name of the machine that made the bundle: printable, without a folder. */
  private static final Pattern FILE_SOURCE = Pattern.compile("file:[ -.0-~]{1,200}");

  private static final String OCI = "oci://";
  private static final Set<BundlePath> LAYOUT_FILES =
      Set.of(BundlePaths.OCI_LAYOUT, BundlePaths.IMAGE_INDEX, BundlePaths.DOCKER_TABLE);

  private final BundleManifest manifest;
  private final List<String> problems = new ArrayList<>();

  private ManifestRules(BundleManifest manifest) {
    this.manifest = manifest;
  }

  /** All broken rules, in the manifest's order. */
  static List<String> problems(BundleManifest manifest) {
    ManifestRules rules = new ManifestRules(manifest);
    rules.checkHead();
    rules.checkImages();
    manifest.charts().forEach(rules::checkChart);
    manifest.files().forEach(rules::checkFile);
    rules.checkOrder();
    rules.checkUnique();
    rules.checkComplete();
    manifest.base().ifPresent(b -> rules.problems.addAll(BaseRules.problems(b, manifest.images())));
    rules.checkTotal();
    return List.copyOf(rules.problems);
  }

  private void checkHead() {
    Instant created = manifest.created();
    expect(
        !created.isBefore(Instant.EPOCH) && !created.isAfter(LAST),
        "created is not between 1970 and 2242");
    expect(Grammar.isVersion(manifest.builtWith()), "builtWith is not a version");
    expect(isComment(manifest.requires().kubernetes()), "requires.kubernetes is not printable");
    expect(isComment(manifest.requires().platform()), "requires.platform is not printable");
  }

  private void checkImages() {
    Map<Digest, Long> sizes = new HashMap<>();
    for (ImageEntry image : manifest.images()) {
      ImageRules.problems(image).forEach(problems::add);
      for (BlobDescriptor blob : image.blobs()) {
        Long other = sizes.put(blob.digest(), blob.size());
        expect(
            other == null || other == blob.size(),
            "blob " + blob.digest() + " has two different sizes");
      }
    }
  }

  private void checkChart(ChartEntry chart) {
    String at = "chart " + Quoted.text(chart.name() + " " + chart.version());
    if (!Grammar.isChartName(chart.name()) || !Grammar.isVersion(chart.version())) {
      problems.add(at + " has no proper name and version");
      return;
    }
    String path = BundlePaths.textOfChart(chart.name(), chart.version());
    expect(chart.path().text().equals(path), at + " must have the path " + path);
    expect(isChartSource(chart.source()), at + " has a source that is neither oci:// nor file:");
    expect(chart.size() >= 0, at + " has a negative size");
  }

  private static boolean isChartSource(String source) {
    return source.startsWith(OCI)
        ? ImageRules.isReference(source.substring(OCI.length()))
        : FILE_SOURCE.matcher(source).matches();
  }

  private void checkFile(FileEntry file) {
    boolean fits =
        switch (file.kind()) {
          case README -> file.path().equals(BundlePaths.README);
          case DOCUMENT -> BundlePaths.isDocument(file.path());
          case IMAGE_LAYOUT -> LAYOUT_FILES.contains(file.path());
          case INSTALLER ->
              file.path().text().equals(BundlePaths.textOfInstaller(manifest.builtWith()));
        };
    expect(fits, "file " + file.path() + " is not where a " + file.kind().word() + " belongs");
    expect(file.size() >= 0, "file " + file.path() + " has a negative size");
  }

  private void checkOrder() {
    checkAscending(
        "images",
        manifest.images(),
        Comparator.comparing(ImageEntry::name).thenComparing(ImageEntry::tag));
    checkAscending("charts", manifest.charts(), Comparator.comparing(ChartEntry::path));
    checkAscending("files", manifest.files(), Comparator.comparing(FileEntry::path));
  }

  private <T> void checkAscending(String name, List<T> items, Comparator<T> order) {
    for (int i = 1; i < items.size(); i++) {
      if (order.compare(items.get(i - 1), items.get(i)) >= 0) {
        problems.add(name + " are not sorted, each once, at number " + (i + 1));
        return;
      }
    }
  }

  private void checkUnique() {
    checkUnique("image", manifest.images(), ImageEntry::reference);
    checkUnique("chart", manifest.charts(), chart -> chart.path().text());
    checkUnique("file", manifest.files(), file -> file.path().text());
  }

  /** Images, charts and files lie in folders of their own, so that each kind is looked at alone. */
  private <T> void checkUnique(String kind, List<T> items, Function<T, String> name) {
    Set<String> seen = new HashSet<>();
    for (T item : items) {
      String text = name.apply(item);
      expect(
          seen.add(text.toLowerCase(Locale.ROOT)),
          kind + " " + text + " stands there twice, when letter case is ignored");
    }
  }

  private void checkComplete() {
    Set<BundlePath> paths = new HashSet<>();
    manifest.files().forEach(file -> paths.add(file.path()));
    expect(paths.contains(BundlePaths.README), "file " + BundlePaths.README + " is missing");
    boolean isLayout = manifest.base().isEmpty();
    LAYOUT_FILES.stream()
        .sorted()
        .filter(path -> paths.contains(path) != isLayout)
        .forEach(path ->
            problems.add(
                isLayout
                    ? "file " + path + " is missing"
                    : "file " + path + " has no place in a delta, which is no image layout"));
  }

  private void checkTotal() {
    Map<Digest, Long> sizes = new HashMap<>();
    manifest.images().forEach(i -> i.blobs().forEach(b -> sizes.put(b.digest(), b.size())));
    long sum = Sums.of(sizes.values());
    expect(
        sum == manifest.requires().registryBytes(),
        "requires.registryBytes must be the sum of all blobs, " + sum);
    long total = Sums.of(BundleFiles.of(manifest).stream().map(BundleFile::size).toList());
    expect(total < Limits.TOTAL_BYTES, "the files are larger than any file can be");
    checkKept();
  }

  private void checkKept() {
    long kept = manifest.keptBytes();
    expect(
        kept <= Limits.KEPT_BYTES,
        "manifests, configs and charts have %d bytes together, and no more than %d are taken"
            .formatted(kept, Limits.KEPT_BYTES));
  }

  private static boolean isComment(String text) {
    return !text.isEmpty() && Grammar.isPrintable(text);
  }

  private void expect(boolean condition, String otherwise) {
    if (!condition) {
      problems.add(otherwise);
    }
  }
}
