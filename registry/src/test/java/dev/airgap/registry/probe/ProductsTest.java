package dev.airgap.registry.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airgap.registry.Login;
import dev.airgap.registry.RegistryClients;
import dev.airgap.registry.RegistrySettings;
import dev.airgap.registry.Repository;
import dev.airgap.registry.testing.ReceivedRequest;
import dev.airgap.registry.testing.ScriptedAnswer;
import dev.airgap.registry.testing.ScriptedRegistry;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Products that no test can run here, by what they answer. */
class ProductsTest {
  private final RunSecrets secrets = new RunSecrets();

  /**
   * What a product says to nobody, and to an upload that it does not want.
   *
   * @param greeting headers beside the 401; HOST stands for the registry's own
   * @param advised part of what is advised on the refused upload
   */
  record Product(
      RegistryKind kind, List<String> greeting, int status, String error, String advised) {
    @Override
    public String toString() {
      return kind.title();
    }
  }

  static Stream<Product> products() {
    return Stream.of(
        new Product(
            RegistryKind.HARBOR,
            List.of(bearer("/service/token", "harbor-registry")),
            404,
            "NOT_FOUND",
            "The project zenml has to exist"),
        new Product(
            RegistryKind.ARTIFACTORY,
            List.of("X-JFrog-Version: Artifactory/7.90.5", bearer("/v2/token", "HOST")),
            403,
            "DENIED",
            "zenml has to be the key of a local Docker repository"),
        new Product(
            RegistryKind.QUAY,
            List.of(bearer("/v2/auth", "HOST")),
            401,
            "UNAUTHORIZED",
            "CREATE_NAMESPACE_ON_PUSH"),
        new Product(
            RegistryKind.NEXUS,
            List.of(
                "Server: Nexus/3.70.1-02 (OSS)",
                "WWW-Authenticate: Basic realm=\"Sonatype Nexus Repository Manager\""),
            403,
            "DENIED",
            "nx-repository-view-docker-REPOSITORY-add"),
        new Product(
            RegistryKind.ECR,
            List.of(
                "WWW-Authenticate: Basic realm=\"https://HOST/\",service=\"ecr.amazonaws.com\""),
            404,
            "NAME_UNKNOWN",
            "aws ecr create-repository --repository-name zenml/api"),
        new Product(
            RegistryKind.GITLAB,
            List.of(bearer("/jwt/auth", "container_registry")),
            401,
            "UNAUTHORIZED",
            "write_registry and the role Developer"),
        new Product(
            RegistryKind.DISTRIBUTION,
            List.of("WWW-Authenticate: Basic realm=\"registry\""),
            405,
            "UNSUPPORTED",
            "storage.maintenance.readonly"));
  }

  private static String bearer(String realm, String service) {
    return "WWW-Authenticate: Bearer realm=\"http://HOST%s\",service=\"%s\""
        .formatted(realm, service);
  }

  @ParameterizedTest
  @MethodSource("products")
  void product_isKnownByItsAnswers_andGetsItsOwnAdvice(Product product) throws IOException {
    ProbeReport report =
        probe((request, answer) ->
            play(
                product.greeting(),
                request,
                answer,
                () -> {
                  refuse(answer, product);
                }));

    assertThat(report.kind()).isEqualTo(product.kind());
    assertThat(report.red()).extracting(Finding::check).containsOnly(Check.PUSH);
    assertThat(report.red()).hasSize(2);
    assertThat(report.red().getFirst().seen()).contains(product.error());
    assertThat(report.red().getFirst().advice()).contains(product.advised());
  }

  private static void refuse(ScriptedAnswer answer, Product product) throws IOException {
    answer.whole(product.status(), error(product.error()), "Content-Type: application/json");
  }

  private static byte[] error(String code) {
    return "{\"errors\":[{\"code\":\"%s\",\"message\":\"no\"}]}"
        .formatted(code)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What is answered to the start of an upload. */
  @FunctionalInterface
  private interface ToUpload {
    void play() throws IOException;
  }

  private static void play(
      List<String> greeting, ReceivedRequest request, ScriptedAnswer answer, ToUpload upload)
      throws IOException {
    String host = request.header("Host").orElse("");
    if (request.target().contains("scope=")) {
      answer.whole(200, "{\"token\":\"t\",\"expires_in\":30}".getBytes(StandardCharsets.UTF_8));
    } else if (request.header("Authorization").isEmpty()) {
      answer.whole(
          401,
          error("UNAUTHORIZED"),
          greeting.stream().map(line -> line.replace("HOST", host)).toArray(String[]::new));
    } else if (request.method().equals("POST")) {
      upload.play();
    } else {
      answer.status(request.target().equals("/v2/") ? 200 : 404);
    }
  }

  private ProbeReport probe(ScriptedRegistry.Script script) throws IOException {
    Optional<Login> login = Optional.of(new Login("robot", secrets.keep("secret word")));
    RegistrySettings settings = new RegistrySettings(List.of(), true, login);
    try (ScriptedRegistry registry = ScriptedRegistry.playing(script);
        RegistryClients clients =
            new RegistryClients(Map.of(registry.host(), settings), Map.of(), secrets)) {
      ProbeReport report =
          new RegistryProbe(clients.at(registry.host()), Clock.systemUTC())
              .everything(
                  List.of(
                      new Tagged(new Repository(registry.host(), "zenml/api"), "1"),
                      new Tagged(new Repository(registry.host(), "zenml/server"), "1")));
      assertThat(registry.received()).extracting(ReceivedRequest::method).doesNotContain("PUT");
      return report;
    }
  }

  @Test
  void nameThatIsRefused_isAMatterOfDepth() throws IOException {
    ProbeReport report =
        probe((request, answer) ->
            play(
                List.of(bearer("/jwt/auth", "container_registry")),
                request,
                answer,
                () -> {
                  answer.whole(400, error("NAME_INVALID"), "Content-Type: application/json");
                }));

    assertThat(report.red()).extracting(Finding::check).containsOnly(Check.DEPTH);
    assertThat(report.red().getFirst().advice()).contains("at most two levels below the project");
  }

  @Test
  void shortLifeOfATokenThatWasUsed_isNoted() throws IOException {
    ProbeReport report =
        probe((request, answer) ->
            play(
                List.of(bearer("/service/token", "harbor-registry")),
                request,
                answer,
                () -> {
                  answer.status(202, "Location: /v2/zenml/api/blobs/uploads/1");
                }));

    assertThat(report.notes())
        .filteredOn(note -> note.check() == Check.TOKEN)
        .singleElement()
        .satisfies(note -> assertThat(note.seen()).contains("a token lives 30 s"))
        .satisfies(note -> assertThat(note.advice()).contains("Token Expiration"));
    assertThat(report.notes()).extracting(Finding::check).contains(Check.CHUNKS);
    assertThat(report.red()).isEmpty();
  }

  @Test
  void serverThatIsNoRegistry_isRed() throws IOException {
    ProbeReport report =
        probe((request, answer) -> answer.status(404, "Server: Nexus/3.70.1-02 (OSS)"));

    assertThat(report.kind()).isEqualTo(RegistryKind.NEXUS);
    assertThat(report.red()).extracting(Finding::check).containsExactly(Check.REGISTRY);
    assertThat(report.red().getFirst().advice()).contains("the connector of a Docker repository");
  }

  @ParameterizedTest
  @EnumSource(RegistryKind.class)
  void everyCheck_hasAdviceForEachKind_withoutAGap(RegistryKind kind) {
    Repository repository = new Repository("registry.example", "first/second");
    Advice advice = new Advice(kind);
    Stream<String> rows =
        Stream.concat(
            Arrays.stream(Check.values()).map(Check::word),
            Stream.of("name", "early", "renew", "plain", "speaks-tls"));
    assertThat(rows.map(row -> advice.on(row, repository)))
        .allSatisfy(
            sentence -> assertThat(sentence).isNotBlank().doesNotContain("{").doesNotEndWith("."));
  }

  @Test
  void registryOfAmazon_isKnownByItsName() {
    assertThat(RegistryKind.ofHost("715803424590.dkr.ecr.eu-west-1.amazonaws.com"))
        .isEqualTo(RegistryKind.ECR);
    assertThat(RegistryKind.ofHost("715803424590.dkr-ecr.eu-west-1.on.aws"))
        .isEqualTo(RegistryKind.ECR);
    assertThat(RegistryKind.ofHost("dkr.ecr.example")).isEqualTo(RegistryKind.DISTRIBUTION);
  }
}
