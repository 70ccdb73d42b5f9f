package dev.airgap.installer.access;

import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.Site.WorkspaceSite;
import dev.airgap.installer.site.SiteProduct;
import dev.airgap.installer.tls.SiteAuthority;
import dev.airgap.pki.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The kit for a site's users, as files by their names. It holds no secret: it may lie on a page of
 * the intranet.
 */
public final class AccessKit {
  private final Site site;
  private final Optional<SiteAuthority> authority;
  private final Images images;

  /**
   * What a site's pipelines run in.
   *
   * @param version of server and client
   * @param base the bundle's client image in the site's registry; empty where the bundle has none
   * @param withAuthority the same with the site's CA; empty where it was not made
   */
  public record Images(String version, Optional<String> base, Optional<String> withAuthority) {}

  /**
   * @param authority empty where every client trusts the site's certificates already
   */
  public AccessKit(Site site, Optional<SiteAuthority> authority, Images images) {
    this.site = site;
    this.authority = authority;
    this.images = images;
  }

  /** Names to texts; {@code README.txt} first. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "README.txt",
        text("README.txt")
            .replace(
                "@FILES@\n", authority.isPresent() ? resource("trust-files.txt") + "\n" : "\n"));
    files.put("dns.txt", dns());
    files.put("login.txt", text("login.txt"));
    if (authority.isPresent()) {
      files.put("ca.crt", authority.get().pem().strip() + "\n");
      files.put("trust.txt", trusting("trust.txt", authority.get()));
      files.put("zenml-env.sh", trusting("zenml-env.sh", authority.get()));
      images.base().ifPresent(base -> files.put("Dockerfile", text("Dockerfile")));
    }
    image()
        .ifPresent(image ->
            files.put(
                "docker_settings.py", resource("docker_settings.py").replace("@IMAGE@", image)));
    return files;
  }

  private Optional<String> image() {
    return images.withAuthority().or(images::base);
  }

  private String dns() {
    return site.records().entrySet().stream()
        .map(record -> "%-15s %s\n".formatted(record.getValue(), record.getKey()))
        .collect(Collectors.joining());
  }

  private String trusting(String name, SiteAuthority authority) {
    return text(name)
        .replace("@LOGIN@\n", login())
        .replace("@FINGERPRINT@", Certificates.fingerprint(authority.certificate()))
        .replace("@ENDS@", authority.certificate().getNotAfter().toInstant().toString())
        .replace("@NAME@", "ZenML CA " + site.entrance().host())
        .replace("@CA@", authority.pem().strip());
  }

  private String text(String name) {
    return resource(name)
        .replace("@PRODUCT@", product())
        .replace("@HOST@", site.entrance().host())
        .replace("@PREFIX@", site.registry().prefix())
        .replace("@VERSION@", images.version())
        .replace("@BASE@", images.base().orElse(""))
        .replace("@WORKSPACES@", logins());
  }

  /** What the shell of somebody who logs in to ZenML Pro needs beside the CA. */
  private String login() {
    return switch (site.product().product()) {
      case ZENML_PRO ->
          "export ZENML_PRO_API_URL=https://%s/api/v1\n".formatted(site.entrance().host());
      case ZENML -> "";
    };
  }

  /** What README.txt says of the product, up to its list of files. */
  private String product() {
    return resource(
            switch (site.product().product()) {
              case ZENML_PRO -> "zenml-pro.txt";
              case ZENML -> "zenml.txt";
            })
        .strip();
  }

  /** The open-source edition's command opens the browser by itself: there is no password in it. */
  private String logins() {
    return switch (site.product()) {
      case SiteProduct.ZenmlPro pro -> logins(pro);
      case SiteProduct.ZenmlServer open ->
          "zenml login https://%s\n\n".formatted(open.server().host());
    };
  }

  private static String logins(SiteProduct.ZenmlPro pro) {
    String api = "https://%s/api/v1".formatted(pro.controlPlane().host());
    StringBuilder lines = new StringBuilder();
    for (WorkspaceSite workspace : pro.workspaces()) {
      lines.append("workspace %s (https://%s):\n".formatted(workspace.name(), workspace.host()));
      lines.append("  zenml login %s --pro-api-url %s\n\n".formatted(workspace.name(), api));
    }
    return lines.isEmpty() ? "zenml login --pro-api-url %s\n\n".formatted(api) : lines.toString();
  }

  private static String resource(String name) {
    try (InputStream stream = AccessKit.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing in our own jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " in our own jar cannot be read", e);
    }
  }
}
