package dev.airgap.samples.standin;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What helm makes of a chart and values: every object, those of hooks too. */
@NullMarked
record RenderedChart(List<Map<String, ?>> objects) {

  /** Renders a copy of the chart whose hooks are ordinary objects, since helm leaves hooks out. */
  static RenderedChart of(Path chart, String release, String values, Path folder) {
    try {
      Path copy = folder.resolve(chart.getFileName().toString());
      copyWithoutHooks(chart, copy);
      Path file = Files.writeString(folder.resolve("values.yaml"), values);
      return parse(
          new Helm(copy)
              .template()
              .withName(release)
              .withNamespace("tests")
              .withKubeVersion("v1.34.4")
              .withValuesFile(file)
              .call());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyWithoutHooks(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(
            target, Files.readString(file).replace("helm.sh/hook:", "was.helm.sh/hook:"));
      }
    }
  }

  private static RenderedChart parse(String text) {
    List<Map<String, ?>> objects = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
      if (document != null) {
        objects.add(map(document));
      }
    }
    return new RenderedChart(objects);
  }

  /** "Kind/name" of every object. */
  List<String> names() {
    return objects.stream()
        .map(object -> object.get("kind") + "/" + at(object, "metadata", "name"))
        .toList();
  }

  Map<String, ?> object(String name) {
    int index = names().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(name + " was not rendered, but " + names());
    }
    return objects.get(index);
  }

  /** The first container of the pod of a Deployment or Job. */
  Map<String, ?> container(String name) {
    return map(list(podSpec(name).get("containers")).getFirst());
  }

  Map<String, ?> podSpec(String name) {
    return map(at(object(name), "spec", "template", "spec"));
  }

  /** A plain variable of the first container. */
  @Nullable String variable(String name, String variable) {
    return list(container(name).get("env")).stream()
        .map(RenderedChart::map)
        .filter(env -> variable.equals(env.get("name")))
        .map(env -> String.valueOf(env.get("value")))
        .findFirst()
        .orElse(null);
  }

  static @Nullable Object at(Object root, String... path) {
    @Nullable Object value = root;
    for (String key : path) {
      value = value == null ? null : map(value).get(key);
    }
    return value;
  }

  @SuppressWarnings("unchecked") // a YAML mapping has text keys in every Kubernetes object
  static Map<String, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, ?>) map;
    }
    throw new IllegalArgumentException("not a mapping: " + value);
  }

  static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
