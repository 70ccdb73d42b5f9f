package dev.airgap.installer.audit;

import dev.airgap.installer.https.HttpAnswer;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.Site;
import dev.airgap.installer.site.SitePart;
import dev.airgap.manifest.BundleManifest;
import dev.airgap.manifest.ImageEntry;
import dev.airgap.manifest.ImageRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The health and version endpoints of control plane and workspaces, over verified TLS. */
record HostCheck(SiteHttps https, BundleManifest manifest) {
  private static final String HEALTH = "health";
  private static final String VERSION = "version";
  private static final int MAX_VERSION = 64;

  List<Judgement> look(Site site) {
    List<Judgement> found = new ArrayList<>();
    for (SitePart part : site.parts()) {
      found.add(health(part));
      found.add(version(part));
    }
    return found;
  }

  private Judgement version(SitePart part) {
    return switch (part) {
      case Site.ControlPlaneSite plane -> version(plane.host(), "/api/v1", ImageRole.API);
      case Site.WorkspaceSite server -> version(server.host(), "/api/v1/info", ImageRole.SERVER);
    };
  }

  private Judgement health(SitePart part) {
    String host = part.host();
    String remedy =
        "kubectl -n %1$s get pods,%2$s; kubectl -n %1$s logs"
            .formatted(part.namespace(), part.gateway().isPresent() ? "httproutes" : "ingress");
    try {
      HttpAnswer answer = https.send(SiteHttps.Request.get(host, "/health"));
      return answer.isSuccess()
          ? Judgement.ok(HEALTH, host, "https://%s/health answers %s".formatted(host, answer))
          : Judgement.red(
              HEALTH, host, "https://%s/health answers %s".formatted(host, answer), remedy);
    } catch (IOException e) {
      return Judgement.red(
          HEALTH,
          host,
          "https://%s/health does not answer: %s".formatted(host, e.getMessage()),
          remedy);
    }
  }

  /** What a server says of itself proves nothing; it is held against the bundle all the same. */
  private Judgement version(String host, String path, ImageRole role) {
    String wanted = wanted(role);
    Optional<String> told = told(host, path);
    if (told.isEmpty()) {
      return Judgement.note(
          VERSION, host, "https://%s%s does not tell a version".formatted(host, path), "");
    }
    return told.get().equals(wanted)
        ? Judgement.ok(VERSION, host, wanted)
        : Judgement.red(
            VERSION,
            host,
            "says that it is %s; the bundle's is %s".formatted(told.get(), wanted),
            "run 'bundle install' again; if that changes nothing, something else answers at this host");
  }

  private String wanted(ImageRole role) {
    return manifest.images().stream()
        .filter(image -> image.role() == role)
        .map(ImageEntry::tag)
        .findFirst()
        .orElse("unknown");
  }

  private Optional<String> told(String host, String path) {
    try {
      HttpAnswer answer = https.send(SiteHttps.Request.get(host, path));
      return Optional.of(answer)
          .filter(HttpAnswer::isSuccess)
          .flatMap(good -> Json.readObject(good.body()))
          .flatMap(body -> Optional.ofNullable(body.get("version")))
          .map(String::valueOf)
          .filter(version -> version.length() <= MAX_VERSION);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
