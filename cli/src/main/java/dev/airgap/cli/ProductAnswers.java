package dev.airgap.cli;

import dev.airgap.installer.site.SiteDraft.DatabaseServer;
import dev.airgap.installer.site.SiteDraft.DraftDatabase;
import dev.airgap.installer.site.SiteDraft.DraftProduct;
import dev.airgap.manifest.Named;
import dev.airgap.manifest.Product;
import dev.airgap.yaml.NearestWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a new site runs: given as options, or asked for. */
final class ProductAnswers {
  private static final Pattern DATABASE =
      Pattern.compile(
          "(?<type>postgres|mysql)://(?:(?<user>[^/@:]+)@)?(?<host>[^/@:]+)(?::(?<port>[0-9]{1,5}))?/(?<name>[^/@:?]+)");
  private static final Pattern SERVER =
      Pattern.compile("(?<host>[^/@:]+)(?::(?<port>[0-9]{1,5}))?");

  /** Stands for what nobody answered, until all of it is told. */
  private static final DatabaseServer NONE = new DatabaseServer("", Optional.empty());

  @Option(
      names = "--product",
      paramLabel = "zenml-pro|zenml",
      description = "ZenML Pro, or the open-source edition (default: zenml-pro).")
  private String product = Product.ZENML_PRO.word();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "The control plane's: postgres://[USER@]HOST[:PORT]/NAME or mysql://…, without a password; the open-source edition's server has mysql://… alone.")
  private @Nullable String database;

  @Option(names = "--workspace", paramLabel = "NAME", description = "A workspace; repeatable.")
  private List<String> workspaces = new ArrayList<>();

  @Option(
      names = "--workspace-database",
      paramLabel = "HOST[:PORT]",
      description = "The MySQL server of the workspaces.")
  private @Nullable String workspaceDatabase;

  @Option(names = "--organization", description = "The organization of the workspaces.")
  private @Nullable String organization;

  private Product product() throws UsageException {
    Optional<Product> found = Named.find(Product.class, product);
    if (found.isEmpty()) {
      throw new UsageException(
          "--product: '%s' is none of %s%s"
              .formatted(
                  product,
                  String.join(", ", Named.words(Product.class)),
                  NearestWord.hint(product, Named.words(Product.class))));
    }
    return found.get();
  }

  /** Before anybody is asked anything. */
  void requireFitting() throws UsageException {
    boolean ofPro = !workspaces.isEmpty() || workspaceDatabase != null || organization != null;
    if (product() == Product.ZENML && ofPro) {
      throw new UsageException(
          "--product zenml is one server, without workspaces and organizations: leave out --workspace, --workspace-database and --organization");
    }
  }

  String domainQuestion() throws UsageException {
    return product() == Product.ZENML ? "Host of the server" : "Host of the control plane";
  }

  DraftProduct draft(Questions questions) throws IOException, UsageException {
    return switch (product()) {
      case ZENML_PRO -> pro(questions);
      case ZENML ->
          new DraftProduct.Server(
              database(
                  questions.answer(
                      database,
                      "--database",
                      "Database of the server (mysql://[USER@]HOST[:PORT]/NAME)")));
    };
  }

  private DraftProduct pro(Questions questions) throws IOException, UsageException {
    DraftDatabase controlPlane =
        database(
            questions.answer(
                database,
                "--database",
                "Database of the control plane (postgres://[USER@]HOST[:PORT]/NAME or mysql://…)"));
    List<String> names = workspaces(questions);
    DatabaseServer server = workspaceServer(controlPlane, names, questions);
    String owner =
        names.isEmpty()
            ? ""
            : questions.answer(organization, "--organization", "Organization of the workspaces");
    return new DraftProduct.Pro(controlPlane, server, owner, names);
  }

  private List<String> workspaces(Questions questions) throws IOException {
    return workspaces.isEmpty()
        ? questions
            .ask("Names of the workspaces, with blanks between them (or none):")
            .map(line -> List.of(line.split("\\s+")))
            .orElse(List.of())
            .stream()
            .filter(name -> !name.isEmpty())
            .toList()
        : workspaces;
  }

  /** The control plane's server where that is MySQL, else another one. */
  private DatabaseServer workspaceServer(
      DraftDatabase controlPlane, List<String> names, Questions questions)
      throws IOException, UsageException {
    boolean same = workspaceDatabase == null && controlPlane.type().equals("mysql");
    if (names.isEmpty() || same) {
      return controlPlane.server();
    }
    return server(
        questions.answer(
            workspaceDatabase,
            "--workspace-database",
            "MySQL server of the workspaces (HOST[:PORT])"));
  }

  /** Never echoed: whoever gives it another form may have written a password. */
  private static DraftDatabase database(String url) throws UsageException {
    Matcher parts = DATABASE.matcher(url);
    if (url.isEmpty()) {
      return new DraftDatabase("", NONE, "", "");
    }
    if (!parts.matches()) {
      throw new UsageException(
          "--database: give postgres://[USER@]HOST[:PORT]/NAME or mysql://[USER@]HOST[:PORT]/NAME, without a password");
    }
    String name = parts.group("name");
    String user = parts.group("user");
    return new DraftDatabase(parts.group("type"), server(parts), name, user == null ? name : user);
  }

  private static DatabaseServer server(String text) throws UsageException {
    Matcher parts = SERVER.matcher(text);
    if (text.isEmpty()) {
      return NONE;
    }
    if (!parts.matches()) {
      throw new UsageException("--workspace-database: give HOST or HOST:PORT");
    }
    return server(parts);
  }

  private static DatabaseServer server(Matcher parts) {
    return new DatabaseServer(
        parts.group("host"), Optional.ofNullable(parts.group("port")).map(Integer::valueOf));
  }
}
