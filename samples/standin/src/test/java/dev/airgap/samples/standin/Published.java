package dev.airgap.samples.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** What {@code publish} did: its lines, each "kind reference digest". */
@NullMarked
record Published(Commands.Outcome outcome) {

  static Published run(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of("./publish"));
    command.addAll(List.of(arguments));
    return new Published(Commands.run(environment, command));
  }

  /** Fails when publish did. */
  static Published to(LoopbackRegistry registry, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--registry", registry.address() + "/zenml", "--plain-http"));
    arguments.addAll(List.of(more));
    Published published = run(Map.of(), arguments.toArray(String[]::new));
    if (published.outcome.exitCode() != 0) {
      throw new AssertionError(published.outcome.output());
    }
    return published;
  }

  /** The digests in the order of publishing. */
  List<String> digests() {
    return outcome
        .output()
        .lines()
        .filter(line -> line.contains(" sha256:"))
        .map(line -> line.substring(line.lastIndexOf("sha256:")))
        .toList();
  }

  /** Unpacks an image's layers, in order, into a folder, as a container runtime would. */
  static Path unpack(LoopbackRegistry registry, String image, Path folder) throws IOException {
    Path layout = Files.createDirectories(folder.resolve("layout"));
    registry.skopeo(
        "copy",
        "--override-os",
        "linux",
        "--override-arch",
        "amd64",
        "--src-tls-verify=false",
        "REF/zenml/" + image,
        "dir:" + layout);
    Path root = Files.createDirectories(folder.resolve("root"));
    JsonNode manifest = new JsonMapper().readTree(layout.resolve("manifest.json").toFile());
    for (JsonNode layer : manifest.get("layers")) {
      String file = layer.get("digest").asText().substring("sha256:".length());
      Commands.run(
          "tar", "-xzf", layout.resolve(file).toString(), "-C", root.toString(), "--no-same-owner");
    }
    return root;
  }
}
