package dev.airgap.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.controlplane.ControlPlane;
import dev.airgap.installer.https.SiteHttps;
import dev.airgap.installer.onetime.PasswordInMaking;
import dev.airgap.installer.progress.PersonNeededException;
import dev.airgap.installer.testing.HttpsStub;
import dev.airgap.installer.testing.MemoryUsers;
import dev.airgap.installer.testing.SampleControlPlane;
import dev.airgap.installer.testing.SampleSite;
import dev.airgap.installer.testing.UnaskedCluster;
import dev.airgap.installer.workspace.Superusers;
import dev.airgap.secrets.RunSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same command after a kill at each step. Real files, real TLS to an API on loopback. */
final class AddSuperuserTest {
  private static final String NAME = "anna@corp";

  private final HttpsStub https = HttpsStub.of("zenml.test");
  private final MemoryUsers users = new MemoryUsers();
  private final Cluster cluster;
  private final Path folder;
  private final Path file;
  private final Path making;

  AddSuperuserTest(@TempDir Path temporary) throws Exception {
    this.cluster = UnaskedCluster.in(temporary);
    this.folder = Files.createDirectory(temporary.resolve("out"));
    this.file = folder.resolve("anna.password");
    this.making = folder.resolve("anna.password.making");
    users.user("admin", "admin-word");
    https.otherwise(users);
  }

  @AfterEach
  void close() throws Exception {
    https.close();
    cluster.close();
  }

  /** One run of the program, which knows nothing of the ones before. */
  private void run() throws Exception {
    run(NAME);
  }

  private void run(String name) throws Exception {
    RunSecrets secrets = new RunSecrets();
    ControlPlane plane = SampleControlPlane.of(secrets);
    Superusers superusers =
        Superusers.by(
            SampleSite.with(Map.of(), Map.of()),
            plane,
            SiteHttps.at(https.address(), Duration.ofSeconds(5), https.authority()),
            new SecretValues(cluster, Map.of(), secrets),
            secrets);
    AddSuperuser.make(superusers, name, file, secrets);
  }

  /** A run that gets as far as its password, and no further. */
  private String killedBeforeTheApiIsAsked() throws IOException {
    return PasswordInMaking.begin(file, NAME, new RunSecrets()).password().reveal();
  }

  /** A run whose request has arrived. */
  private String killedAfterTheUserIsMade() throws IOException {
    String password = killedBeforeTheApiIsAsked();
    users.user(NAME, password);
    return password;
  }

  private void assertDone() throws IOException {
    assertThat(Files.readString(file)).isEqualTo(users.password(NAME) + "\n");
    assertThat(files()).containsExactly("anna.password");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private void assertAPersonIsNeeded(String sentence) {
    assertThatThrownBy(this::run)
        .isInstanceOf(PersonNeededException.class)
        .hasMessageContaining(sentence)
        .message()
        .doesNotContain("Aa1-", "word=");
  }

  @Test
  void user_isMade_andItsPasswordStandsInTheFile() throws Exception {
    run();
    assertThat(users.made()).containsExactly(NAME);
    assertDone();
  }

  @Test
  void password_isOnTheDisk_beforeTheApiIsAsked() throws Exception {
    List<String> seen = new ArrayList<>();
    https.otherwise((request, body) -> {
      if (request.startsWith("POST /api/v1/users?")) {
        seen.add(text(making));
      }
      return users.to(request, body);
    });
    run();
    assertThat(seen).containsExactly(NAME + "\n" + users.password(NAME) + "\n");
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void killedBeforeTheApiIsAsked_goesOn_withTheSamePassword() throws Exception {
    String password = killedBeforeTheApiIsAsked();
    run();
    assertThat(users.made()).containsExactly(NAME);
    assertThat(users.password(NAME)).isEqualTo(password);
    assertDone();
  }

  @Test
  void killedAfterTheUserIsMade_goesOn_andMakesNobody() throws Exception {
    killedAfterTheUserIsMade();
    run();
    assertThat(users.made()).isEmpty();
    assertDone();
  }

  @Test
  void killedWhileTheFileIsWritten_goesOn() throws Exception {
    String password = killedAfterTheUserIsMade();
    Files.writeString(file, password.substring(0, 9));
    run();
    assertDone();
  }

  @Test
  void killedBeforeTheOtherFileIsDeleted_goesOn() throws Exception {
    String password = killedAfterTheUserIsMade();
    Files.writeString(file, password + "\n");
    run();
    assertThat(users.made()).isEmpty();
    assertDone();
  }

  @Test
  void killedAfterTheFileIsWritten_hasNothingLeftToDo() throws Exception {
    run();
    run();
    assertThat(users.made()).containsExactly(NAME);
    assertDone();
  }

  @Test
  void whatIsNoPasswordOfOurs_isNeverTried() throws Exception {
    Files.writeString(file, "their-own\n");
    users.user(NAME, "their-own");
    assertThatThrownBy(this::run).hasMessageContaining("is there already");
    assertThat(file).hasContent("their-own\n");
  }

  /** The token has lost its rights since, or the administrator may no longer log in. */
  @Test
  void killedAfterTheUserIsMade_losesNoPassword_thoughTheApiNowRefuses() throws Exception {
    killedAfterTheUserIsMade();
    users.refuse(403);
    run();
    assertDone();
    Files.delete(file);
    users.user(NAME, killedBeforeTheApiIsAsked());
    users.user("admin", "another-word");
    run();
    assertDone();
  }

  @Test
  void somebodyElsesUser_isLeftToAPerson_andNoFileStays() throws Exception {
    users.user(NAME, "their-own");
    assertAPersonIsNeeded("has a user 'anna@corp' already");
    assertThat(files()).isEmpty();
    killedBeforeTheApiIsAsked();
    assertAPersonIsNeeded("has a user 'anna@corp' already");
    assertThat(files()).isEmpty();
    assertThat(users.password(NAME)).isEqualTo("their-own");
  }

  @Test
  void apiThatRefuses_leavesNoFile() throws Exception {
    users.refuse(403);
    assertAPersonIsNeeded("does not let this program make users");
    assertThat(files()).isEmpty();
    users.user("admin", "another-word");
    assertAPersonIsNeeded("does not let this program make users");
    assertThat(files()).isEmpty();
  }

  @Test
  void apiThatBreaks_leavesThePassword_withWhichTheSameCommandGoesOn() throws Exception {
    users.refuse(500);
    assertThatThrownBy(this::run)
        .isInstanceOf(ClusterException.class)
        .hasMessageContainingAll(
            "HTTP 500",
            "Whether the user 'anna@corp' was made is not known",
            "run the same command again, it goes on with the same password",
            making.toString())
        .message()
        .doesNotContain("Aa1-", "word=");
    assertThat(files()).containsExactly("anna.password.making");
    String kept = Files.readString(making);
    users.refuse(0);
    run();
    assertThat(kept).isEqualTo(NAME + "\n" + users.password(NAME) + "\n");
    assertDone();
  }

  /** It said that the user is there, and then not whether it is ours. */
  @Test
  void apiThatBreaksAtTheLogin_leavesThePassword() throws Exception {
    killedAfterTheUserIsMade();
    https.otherwise((request, body) ->
        body.contains("username=anna") ? new HttpsStub.Answer(503, "{}") : users.to(request, body));
    assertThatThrownBy(this::run).hasMessageContaining("HTTP 503. Whether the user");
    assertThat(files()).containsExactly("anna.password.making");
    https.otherwise(users);
    run();
    assertDone();
  }

  @Test
  void filesThatAreThere_areLeft_andNobodyIsAsked() throws Exception {
    run();
    String password = Files.readString(file);
    assertThatThrownBy(() -> run("berta"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is there already, and is never overwritten");
    assertThat(file).hasContent(password);
    users.user(NAME, "changed-at-the-first-login");
    assertThatThrownBy(this::run)
        .hasMessageContaining("or delete it if its user has another password by now");
    assertThat(file).hasContent(password);
    Files.delete(file);
    killedBeforeTheApiIsAsked();
    assertThatThrownBy(() -> run("berta")).hasMessageContaining("another user than 'berta'");
    assertThat(files()).containsExactly("anna.password.making");
    assertThat(users.made()).containsExactly(NAME);
  }
}
