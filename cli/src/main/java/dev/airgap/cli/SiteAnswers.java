package dev.airgap.cli;

import dev.airgap.installer.site.SiteDraft;
import dev.airgap.installer.site.SiteDraft.DatabaseServer;
import dev.airgap.installer.site.SiteDraft.DraftDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a new site file is made of: given as options, or asked for. */
final class SiteAnswers {
  private static final Pattern DATABASE =
      Pattern.compile(
          "(?<type>postgres|mysql)://(?:(?<user>[^/@:]+)@)?(?<host>[^/@:]+)(?::(?<port>[0-9]{1,5}))?/(?<name>[^/@:?]+)");
  private static final Pattern SERVER =
      Pattern.compile("(?<host>[^/@:]+)(?::(?<port>[0-9]{1,5}))?");

  /** Stands for what nobody answered, until all of it is told. */
  private static final DatabaseServer NONE = new DatabaseServer("", Optional.empty());

  @Option(
      names = "--registry",
      paramLabel = "PREFIX",
      description = "Host and path that all images go below.")
  private @Nullable String registry;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Authority of the registry's certificate, where it is no public one.")
  private @Nullable Path ca;

  @Option(
      names = "--domain",
      description = "The control plane's host; the workspaces lie below it.")
  private @Nullable String domain;

  @Mixin private TlsAnswers tls = new TlsAnswers();

  @Option(
      names = "--address",
      paramLabel = "IP",
      description = "The ingress' address, which these hosts lead to.")
  private @Nullable String address;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description =
          "The control plane's: postgres://[USER@]HOST[:PORT]/NAME or mysql://…, without a password.")
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

  private final List<String> missing = new ArrayList<>();

  /**
   * @param folder where the file will lie
   */
  SiteDraft draft(Surroundings surroundings, Path folder) throws IOException, UsageException {
    String prefix =
        answer(registry, "--registry", "Registry and path for the images", surroundings);
    String host = answer(domain, "--domain", "Host of the control plane", surroundings);
    String leadsTo = answer(address, "--address", "IP address of the ingress", surroundings);
    DraftDatabase controlPlane =
        database(
            answer(
                database,
                "--database",
                "Database of the control plane (postgres://[USER@]HOST[:PORT]/NAME or mysql://…)",
                surroundings));
    List<String> names = workspaces(surroundings);
    DatabaseServer server = workspaceServer(controlPlane, names, surroundings);
    String owner = names.isEmpty() ? "" : organization(surroundings);
    if (!missing.isEmpty()) {
      throw new UsageException(
          "nobody can be asked here, and these are missing: " + String.join(", ", missing));
    }
    return new SiteDraft(
        prefix,
        authority(folder),
        host,
        tls.draft(folder),
        leadsTo,
        controlPlane,
        server,
        owner,
        names);
  }

  private String organization(Surroundings surroundings) throws IOException {
    return answer(organization, "--organization", "Organization of the workspaces", surroundings);
  }

  private String answer(
      @Nullable String given, String option, String question, Surroundings surroundings)
      throws IOException {
    if (given != null) {
      return given;
    }
    Optional<String> answer =
        surroundings.ask(question + ":").map(String::strip).filter(text -> !text.isEmpty());
    if (answer.isEmpty()) {
      missing.add(option);
    }
    return answer.orElse("");
  }

  private List<String> workspaces(Surroundings surroundings) throws IOException {
    return workspaces.isEmpty()
        ? surroundings
            .ask("Names of the workspaces, with blanks between them (or none):")
            .map(line -> List.of(line.strip().split("\\s+")))
            .orElse(List.of())
            .stream()
            .filter(name -> !name.isEmpty())
            .toList()
        : workspaces;
  }

  /** The control plane's server where that is MySQL, else another one. */
  private DatabaseServer workspaceServer(
      DraftDatabase controlPlane, List<String> names, Surroundings surroundings)
      throws IOException, UsageException {
    boolean same = workspaceDatabase == null && controlPlane.type().equals("mysql");
    if (names.isEmpty() || same) {
      return controlPlane.server();
    }
    return server(
        answer(
            workspaceDatabase,
            "--workspace-database",
            "MySQL server of the workspaces (HOST[:PORT])",
            surroundings));
  }

  private Optional<String> authority(Path folder) {
    return Optional.ofNullable(ca).map(file -> TlsAnswers.path(file, folder));
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
