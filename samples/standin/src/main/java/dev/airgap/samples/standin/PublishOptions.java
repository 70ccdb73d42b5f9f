package dev.airgap.samples.standin;

import com.google.cloud.tools.jib.api.Credential;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for. Credentials come from {@code REGISTRY_USER} and {@code
 * REGISTRY_PASSWORD}, never from an argument.
 */
record PublishOptions(
    Optional<RegistryTarget> target,
    Optional<Path> chartsTo,
    Optional<Path> authority,
    Build build) {

  /**
   * What to build, from what, and how large.
   *
   * @param openSource whether the open-source edition's server is built beside those of Pro
   */
  record Build(Versions versions, Folders folders, int paddingMegabytes, boolean openSource) {}

  static final String USAGE =
      """
      Usage: publish [--registry HOST:PORT/PREFIX [--plain-http | --ca FILE]] [--charts-to FOLDER]
                     [--versions CONTROL-PLANE,WORKSPACE,CLIENT] [--padding-megabytes N] [--open-source]
      Builds the stand-in images and charts and pushes them; --charts-to also writes the charts as files;
      --open-source also builds the open-source edition's server, zenml-server.
      Credentials: REGISTRY_USER and REGISTRY_PASSWORD, else docker's config.\
      """;

  private static final String DEFAULT_VERSIONS = "0.13.18,0.95.1,0.95.1";
  private static final int MAX_PADDING_MEGABYTES = 20_000;
  private static final Set<String> FLAGS = Set.of("--plain-http", "--open-source");
  private static final Set<String> VALUED =
      Set.of(
          "--registry",
          "--ca",
          "--charts-to",
          "--versions",
          "--padding-megabytes",
          "--sources",
          "--base",
          "--cache");

  static PublishOptions parse(String[] arguments, Map<String, String> environment) {
    Map<String, String> given = collect(arguments);
    String registry = given.get("--registry");
    boolean plainHttp = given.containsKey("--plain-http");
    if (registry == null && !given.containsKey("--charts-to")) {
      throw new UsageException("give --registry or --charts-to\n" + USAGE);
    }
    if (plainHttp && given.containsKey("--ca")) {
      throw new UsageException("--plain-http and --ca exclude each other");
    }
    return new PublishOptions(
        Optional.ofNullable(registry)
            .map(text -> RegistryTarget.of(text, plainHttp, credential(environment))),
        path(given.get("--charts-to")),
        path(given.get("--ca")),
        build(given));
  }

  private static Build build(Map<String, String> given) {
    return new Build(
        Versions.parse(given.getOrDefault("--versions", DEFAULT_VERSIONS)),
        new Folders(
            Path.of(given.getOrDefault("--sources", ".")),
            Path.of(given.getOrDefault("--base", "base")),
            Path.of(given.getOrDefault("--cache", "cache"))),
        padding(given.getOrDefault("--padding-megabytes", "0")),
        given.containsKey("--open-source"));
  }

  private static Map<String, String> collect(String[] arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (FLAGS.contains(name)) {
        given.put(name, "");
      } else if (VALUED.contains(name) && i + 1 < arguments.length) {
        given.put(name, arguments[++i]);
      } else {
        throw new UsageException(
            "unknown argument, or one without its value: " + name + "\n" + USAGE);
      }
    }
    return given;
  }

  private static Optional<Path> path(@Nullable String text) {
    return Optional.ofNullable(text).map(Path::of);
  }

  private static Optional<Credential> credential(Map<String, String> environment) {
    String user = environment.get("REGISTRY_USER");
    return user == null
        ? Optional.empty()
        : Optional.of(Credential.from(user, environment.getOrDefault("REGISTRY_PASSWORD", "")));
  }

  private static int padding(String text) {
    try {
      int megabytes = Integer.parseInt(text);
      if (megabytes >= 0 && megabytes <= MAX_PADDING_MEGABYTES) {
        return megabytes;
      }
    } catch (NumberFormatException e) {
      // said below, as for a number out of range
    }
    throw new UsageException(
        "--padding-megabytes takes 0 to %,d, not '%s'".formatted(MAX_PADDING_MEGABYTES, text));
  }
}
