package dev.airgap.installer.site;

import dev.airgap.installer.site.SiteDraft.DatabaseServer;
import dev.airgap.installer.site.SiteDraft.DraftDatabase;
import dev.airgap.installer.site.SiteDraft.DraftProduct;
import dev.airgap.installer.site.SiteDraft.DraftTls;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes a site file with comments and only what this site needs. */
public final class SiteWriter {
  private static final Pattern PLAIN =
      Pattern.compile("[a-z][a-z0-9./_-]*|[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Set<String> NO_TEXTS = Set.of("true", "false", "null");
  // MySQL's limit for the names of users.
  private static final int MAX_USER = 32;

  private static final String HEAD =
      """
      # What this air-gapped site looks like. `bundle site check -f` says what is wrong with it, `bundle site sql -f` how its
      # databases are made, `bundle schema site` is for editors.
      # A secret is never written here: it is {env: NAME}, {file: PATH}, or {secret: {namespace, name, key}} in the cluster.
      apiVersion: airgap.dev/v1
      kind: Site

      registry:
        # All images go below this prefix.
        prefix: %s
      %s  # The account that pushes; it never enters the cluster.
        credentials: {username: {env: REGISTRY_USER}, password: {env: REGISTRY_PASSWORD}}
        # What the pull secrets in the cluster hold: an account that can only read.
        pullCredentials: {username: {env: PULL_USER}, password: {env: PULL_PASSWORD}}

      # The class that the Ingress objects name, and the address that the hosts below lead to.
      ingress: {className: nginx, address: %s}

      # How the hosts below come to their certificates: exactly one form.
      tls:
      %s\
      """;

  private static final String CONTROL_PLANE =
      """

      controlPlane:
        namespace: zenml-pro
        host: %s
        database:
          type: %s
          host: %s
      %s    name: %s
          username: %s
          password: {env: CP_DB_PASSWORD}

      # Each has a namespace, a host and a MySQL database (8.0 or newer) of its own.
      """;

  private static final String SERVER =
      """

      # The open-source edition: one server, at a host of its own. Its first account, 'default', gets a password that the
      # install makes and keeps in the cluster; account: {username: …, password: …} gives another.
      server:
        host: %s
        # MySQL, 8.0 or newer; nothing else works.
        database:
          type: %s
          host: %s
      %s    name: %s
          username: %s
          password: {env: SERVER_DB_PASSWORD}
      """;

  private static final String WORKSPACE =
      """
        - name: %s
          # Found by name, or made.
          organization: %s
          host: %s
          database:
            host: %s
      %s      name: %s
            username: %s
            password: {env: %s}
      """;

  /** The text; whoever reads it finds what is wrong with the draft. */
  public String write(SiteDraft draft) {
    return head(draft)
        + switch (draft.product()) {
          case DraftProduct.Pro pro -> pro(draft.domain(), pro);
          case DraftProduct.Server server -> part(SERVER, draft.domain(), server.database());
        };
  }

  private static String pro(String domain, DraftProduct.Pro pro) {
    StringBuilder text = new StringBuilder(part(CONTROL_PLANE, domain, pro.controlPlane()));
    text.append(pro.workspaces().isEmpty() ? "workspaces: []\n" : "workspaces:\n");
    for (int i = 0; i < pro.workspaces().size(); i++) {
      text.append(workspace(domain, pro, i));
    }
    return text.toString();
  }

  private static String head(SiteDraft draft) {
    String authority =
        draft
            .registryCa()
            .map(ca ->
                "  # The authority of the registry's certificate; the nodes must trust it as well.\n"
                    + "  ca: "
                    + scalar(ca)
                    + "\n")
            .orElse("");
    return HEAD.formatted(scalar(draft.prefix()), authority, scalar(draft.address()), tls(draft));
  }

  private static String tls(SiteDraft draft) {
    String form =
        switch (draft.tls().form()) {
          case DraftTls.Internal internal ->
              "  # An authority of the site's own, made once and kept in the cluster; it can sign for this domain alone.\n  internalCa: {domain: %s}\n"
                  .formatted(scalar(draft.domain()));
          case DraftTls.Given given ->
              "  # One chain for all hosts, the server's own certificate first, and its key.\n  certificates: {cert: %s, key: {file: %s}}\n"
                  .formatted(scalar(given.certificate()), scalar(given.key()));
          case DraftTls.Authority ca when ca.key().isPresent() ->
              "  # Your authority, up to its root; its key is read for each run and kept nowhere.\n  givenCa: {cert: %s, key: {file: %s}}\n"
                  .formatted(scalar(ca.certificate()), scalar(ca.key().get()));
          case DraftTls.Authority ca ->
              "  # Your authority, up to its root; whoever has its key signs requests that are written beside this file.\n  givenCa: {cert: %s}\n"
                  .formatted(scalar(ca.certificate()));
          case DraftTls.Existing existing ->
              "  # A kubernetes.io/tls Secret of this name in each namespace; it is never written by `bundle`.\n  secret: %s\n"
                  .formatted(scalar(existing.secret()));
          case DraftTls.Elsewhere elsewhere ->
              "  # TLS ends before the ingress, at the address above.\n  none: {}\n";
        };
    return form
        + draft
            .tls()
            .root()
            .map(root ->
                "  # The root that pods and clients must trust.\n  ca: %s\n"
                    .formatted(scalar(root)))
            .orElse("");
  }

  private static String part(String template, String domain, DraftDatabase database) {
    return template.formatted(
        scalar(domain),
        scalar(database.type()),
        scalar(database.server().host()),
        port(database.server(), "    "),
        scalar(database.name()),
        scalar(database.username()));
  }

  private static String workspace(String domain, DraftProduct.Pro pro, int index) {
    String name = pro.workspaces().get(index);
    String words = name.replace('-', '_');
    String database = "zenml_" + words;
    String username =
        database.length() > MAX_USER ? "zenml_workspace_%d".formatted(index + 1) : database;
    return WORKSPACE.formatted(
        scalar(name),
        scalar(pro.organization()),
        scalar(name + "." + domain),
        scalar(pro.workspaceServer().host()),
        port(pro.workspaceServer(), "      "),
        scalar(database),
        scalar(username),
        "WS_%s_DB_PASSWORD".formatted(variable(words)));
  }

  /** Whatever a name has, what follows in the file is not changed by it. */
  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
  }

  private static String port(DatabaseServer server, String indent) {
    return server.port().map(port -> "%sport: %d\n".formatted(indent, port)).orElse("");
  }

  /** A text that YAML reads as this one, whatever it has. */
  private static String scalar(String text) {
    if (PLAIN.matcher(text).matches() && !NO_TEXTS.contains(text)) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
          } else if (c < 0x20 || c > 0x7e) {
            quoted.append("\\U%08x".formatted(c));
          } else {
            quoted.append((char) c);
          }
        });
    return quoted.append('"').toString();
  }
}
