package dev.airgap.samples.standin;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** The API's program out of its image, with a database of its own. */
@NullMarked
record RunningControlPlane(Daemon daemon, int port) implements AutoCloseable {

  static final String ADMIN_PASSWORD = "adm+in pass&word";

  static RunningControlPlane start(
      UnpackedImage image, Databases databases, String type, String database, Path log) {
    int port = Commands.freePort();
    Map<String, String> environment = new HashMap<>();
    environment.put("STANDIN_PORT", "" + port);
    environment.put("ZENML_CLOUD_ADMIN_USERNAME", "admin");
    environment.put("ZENML_CLOUD_ADMIN_PASSWORD", ADMIN_PASSWORD);
    environment.put("ZENML_CLOUD_DATABASE_TYPE", type);
    environment.put("ZENML_CLOUD_DATABASE_HOST", "127.0.0.1");
    environment.put(
        "ZENML_CLOUD_DATABASE_PORT",
        "" + (type.equals("postgres") ? databases.postgresPort : databases.mariadbPort));
    environment.put("ZENML_CLOUD_DATABASE_USERNAME", Databases.USER);
    environment.put("ZENML_CLOUD_DATABASE_PASSWORD", Databases.PASSWORD);
    environment.put("ZENML_CLOUD_DATABASE_NAME", database);
    Daemon daemon = image.start(log, environment, "-m", "control_plane").listening(port);
    RunningControlPlane started = new RunningControlPlane(daemon, port);
    daemon.await("ready", () -> JsonClient.to(port).get("/ready").status() == 200);
    return started;
  }

  JsonClient anonymous() {
    return JsonClient.to(port);
  }

  JsonClient admin() {
    JsonClient.Answer answer =
        anonymous().postForm("/api/v1/auth/login", "username=admin&password=adm%2Bin+pass%26word");
    return anonymous().as(answer.text("/access_token"));
  }

  /** A new workspace's answer, in an organization of the same name. */
  JsonClient.Answer enroll(String name) {
    JsonClient admin = admin();
    String organization =
        admin.post("/api/v1/organizations", "{\"name\":\"" + name + "\"}").text("/id");
    return admin.post(
        "/api/v1/workspaces?enroll=true",
        "{\"name\":\"%s\",\"organization_id\":\"%s\"}".formatted(name, organization));
  }

  @Override
  public void close() {
    daemon.close();
  }
}
