package dev.airgap.registry;

import static dev.airgap.registry.Samples.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.manifest.BlobDescriptor;
import dev.airgap.manifest.Digest;
import dev.airgap.registry.RegistryClient.ServedManifest;
import dev.airgap.registry.Samples.MemorySink;
import dev.airgap.registry.testing.DebianRegistry;
import dev.airgap.registry.testing.DebianRegistry.Account;
import dev.airgap.registry.testing.TestAuthority;
import dev.airgap.registry.testing.Tool;
import dev.airgap.secrets.RunSecrets;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against Debian's docker-registry and skopeo. */
class DebianRegistryIT {
  private static final Account ACCOUNT = new Account("robot", "pass:wörd with spaces");
  @TempDir Path folder;

  @Nested
  class Plain {
    @Test
    void manifestAndIndex_travelByteForByte() throws Exception {
      try (DebianRegistry first = DebianRegistry.plain(folder.resolve("first"));
          DebianRegistry second = DebianRegistry.plain(folder.resolve("second"));
          RegistryClients clients =
              new RegistryClients(
                  Map.of(first.host(), Samples.PLAIN, second.host(), Samples.PLAIN),
                  Map.of(),
                  new RunSecrets())) {
        ServedManifest image =
            pushImage(clients.at(first.host()), new Repository(first.host(), "a/b"));
        ServedManifest index = Samples.index(image);
        clients.at(first.host()).pushManifest(new Repository(first.host(), "a/b"), "all", index);

        copy(clients, first.host(), second.host(), image, index);

        assertThat(skopeoRaw(second.host() + "/a/b:all")).isEqualTo(index.bytes());
        assertThat(skopeoRaw(second.host() + "/a/b:1.0")).isEqualTo(image.bytes());
        assertThat(
                clients
                    .at(second.host())
                    .manifestDigest(new Repository(second.host(), "a/b"), "all"))
            .contains(index.digest());
      }
    }

    private void copy(
        RegistryClients clients, String from, String to, ServedManifest image, ServedManifest index)
        throws IOException {
      Repository source = new Repository(from, "a/b");
      Repository target = new Repository(to, "a/b");
      for (byte[] blob : List.of(noise(100), noise(300_000))) {
        MemorySink sink = new MemorySink();
        clients.at(from).pullBlob(source, Samples.blob(blob), sink);
        assertThat(sink.bytes()).isEqualTo(blob);
        clients
            .at(to)
            .pushBlob(target, Samples.blob(blob), () -> new ByteArrayInputStream(sink.bytes()));
      }
      ServedManifest pulled = clients.at(from).manifest(source, image.digest().toString());
      assertThat(pulled.bytes()).isEqualTo(image.bytes());
      clients.at(to).pushManifest(target, "1.0", pulled);
      ServedManifest all = clients.at(from).manifest(source, "all");
      assertThat(all.mediaType()).isEqualTo(index.mediaType());
      clients.at(to).pushManifest(target, "all", all);
    }

    private byte[] skopeoRaw(String reference) throws Exception {
      return Tool.run(
          "",
          Map.of(),
          "skopeo",
          "inspect",
          "--raw",
          "--tls-verify=false",
          "docker://" + reference);
    }

    @Test
    void whatIsNotThere_isAbsent() throws Exception {
      try (DebianRegistry registry = DebianRegistry.plain(folder);
          RegistryClients clients = Samples.plain(registry.host())) {
        Repository repository = new Repository(registry.host(), "no/such");
        RegistryClient client = clients.at(registry.host());

        assertThat(client.manifestDigest(repository, "1.0")).isEmpty();
        assertThat(client.hasBlob(repository, Samples.blob(noise(7)))).isFalse();
        assertThatThrownBy(() -> client.manifest(repository, "1.0"))
            .isInstanceOf(RegistryException.class)
            .hasMessageContaining(
                "pull manifest 1.0 of " + repository + ": the registry answered 404")
            .hasMessageContaining("MANIFEST_UNKNOWN");
      }
    }

    @Test
    void blob_isMountedFromAnotherRepository() throws Exception {
      try (DebianRegistry registry = DebianRegistry.plain(folder);
          RegistryClients clients = Samples.plain(registry.host())) {
        RegistryClient client = clients.at(registry.host());
        Repository source = new Repository(registry.host(), "source");
        Repository target = new Repository(registry.host(), "target");
        byte[] bytes = noise(5000);
        client.pushBlob(source, Samples.blob(bytes), () -> new ByteArrayInputStream(bytes));

        assertThat(client.hasBlob(target, Samples.blob(bytes))).isFalse();
        assertThat(client.mountBlob(target, Digest.of(bytes), source)).isTrue();
        assertThat(client.hasBlob(target, Samples.blob(bytes))).isTrue();
        assertThat(client.mountBlob(target, Digest.of(noise(3)), source)).isFalse();
      }
    }

    @Test
    void emptyBlob_travels() throws Exception {
      try (DebianRegistry registry = DebianRegistry.plain(folder);
          RegistryClients clients = Samples.plain(registry.host())) {
        Repository repository = new Repository(registry.host(), "empty");
        BlobDescriptor empty = Samples.blob(new byte[0]);
        clients.at(registry.host()).pushBlob(repository, empty, InputStream::nullInputStream);
        assertThat(clients.at(registry.host()).hasBlob(repository, empty)).isTrue();
      }
    }

    /** This JVM has 64 MiB of heap. */
    @Test
    void blobLargerThanTheHeap_isPushedAndPulled() throws Exception {
      long size = 150L * 1024 * 1024;
      BlobDescriptor blob =
          new BlobDescriptor(Samples.digest(Samples.zeros(size)), size, "application/octet-stream");
      try (DebianRegistry registry = DebianRegistry.plain(folder);
          RegistryClients clients = Samples.plain(registry.host())) {
        Repository repository = new Repository(registry.host(), "large");
        clients.at(registry.host()).pushBlob(repository, blob, () -> Samples.zeros(size));
        HashingSink sink = new HashingSink();
        clients.at(registry.host()).pullBlob(repository, blob, sink);

        assertThat(sink.digest()).isEqualTo(blob.digest());
        assertThat(Runtime.getRuntime().maxMemory()).isLessThan(size);
      }
    }

    @Test
    void contentThatFails_leavesNoBlob_andIsToldAsItIs() throws Exception {
      byte[] bytes = noise(1_000_000);
      try (DebianRegistry registry = DebianRegistry.plain(folder);
          RegistryClients clients = Samples.plain(registry.host())) {
        Repository repository = new Repository(registry.host(), "changed");
        for (int failing : new int[] {0, 1, 500_000, 999_999, 1_000_000}) {
          IOException changed = new IOException("the bundle changed");
          assertThatThrownBy(() ->
                  clients
                      .at(registry.host())
                      .pushBlob(
                          repository,
                          Samples.blob(bytes),
                          () -> failingAt(bytes, failing, changed)))
              .isSameAs(changed);
        }
        assertThat(registry.stores(Digest.of(bytes).toString())).isFalse();
        assertThat(clients.at(registry.host()).hasBlob(repository, Samples.blob(bytes))).isFalse();
      }
    }

    private InputStream failingAt(byte[] bytes, int failing, IOException changed) {
      return new FilterInputStream(new ByteArrayInputStream(bytes)) {
        private int read;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          if (read >= failing) {
            throw changed;
          }
          int count = super.read(buffer, offset, Math.min(length, failing - read));
          read += Math.max(count, 0);
          return count;
        }
      };
    }

    @Test
    void contentOfAnotherSize_isNotCommitted() throws Exception {
      byte[] bytes = noise(300_000);
      BlobDescriptor longer =
          new BlobDescriptor(Digest.of(bytes), bytes.length + 1, "application/octet-stream");
      BlobDescriptor shorter =
          new BlobDescriptor(Digest.of(bytes), bytes.length - 1, "application/octet-stream");
      try (DebianRegistry registry = DebianRegistry.plain(folder);
          RegistryClients clients = Samples.plain(registry.host())) {
        Repository repository = new Repository(registry.host(), "size");
        RegistryClient client = clients.at(registry.host());
        assertThatThrownBy(
                () -> client.pushBlob(repository, longer, () -> new ByteArrayInputStream(bytes)))
            .hasMessageContaining("ended before its size");
        assertThatThrownBy(
                () -> client.pushBlob(repository, shorter, () -> new ByteArrayInputStream(bytes)))
            .hasMessageContaining("longer than its size");
        assertThat(registry.stores(Digest.of(bytes).toString())).isFalse();
      }
    }

    @Test
    void contentWithAnotherDigest_isRefusedByTheRegistry() throws Exception {
      byte[] bytes = noise(1000);
      try (DebianRegistry registry = DebianRegistry.plain(folder);
          RegistryClients clients = Samples.plain(registry.host())) {
        Repository repository = new Repository(registry.host(), "wrong");
        assertThatThrownBy(() ->
                clients
                    .at(registry.host())
                    .pushBlob(
                        repository,
                        Samples.blob(bytes),
                        () -> new ByteArrayInputStream(new byte[1000])))
            .isInstanceOf(RegistryException.class)
            .hasMessageContaining("DIGEST_INVALID");
      }
    }

    @Test
    void tlsSpokenToPlainHttp_isExplained() throws Exception {
      try (DebianRegistry registry = DebianRegistry.plain(folder);
          RegistryClients clients =
              Samples.clients(
                  registry.host(), RegistrySettings.DEFAULT, new RunSecrets(), new ArrayList<>())) {
        assertThatThrownBy(() ->
                clients
                    .at(registry.host())
                    .manifestDigest(new Repository(registry.host(), "a"), "1"))
            .hasMessageContaining("plainHttp: true");
      }
    }
  }

  @Nested
  class Tls {
    @Test
    void privateCaAndPassword_letIn() throws Exception {
      TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
      try (DebianRegistry registry = DebianRegistry.tlsWithPassword(folder, authority, ACCOUNT)) {
        RunSecrets secrets = new RunSecrets();
        RegistrySettings settings =
            new RegistrySettings(
                List.of(authority.caCertificate()),
                false,
                Optional.of(new Login(ACCOUNT.user(), secrets.keep(ACCOUNT.password()))));
        try (RegistryClients clients =
            Samples.clients(registry.host(), settings, secrets, new ArrayList<>())) {
          RegistryClient client = clients.at(registry.host());
          Repository repository = new Repository(registry.host(), "secure/app");
          ServedManifest image = pushImage(client, repository);
          assertThat(client.manifest(repository, "1.0").digest()).isEqualTo(image.digest());
          assertThat(client.isVerified()).isTrue();
        }
      }
    }

    @Test
    void wrongPassword_isNamedWithoutIt() throws Exception {
      TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
      try (DebianRegistry registry = DebianRegistry.tlsWithPassword(folder, authority, ACCOUNT)) {
        RunSecrets secrets = new RunSecrets();
        RegistrySettings settings =
            new RegistrySettings(
                List.of(authority.caCertificate()),
                false,
                Optional.of(new Login("robot", secrets.keep("not-the-password"))));
        try (RegistryClients clients =
            Samples.clients(registry.host(), settings, secrets, new ArrayList<>())) {
          assertThatThrownBy(() ->
                  clients.at(registry.host()).manifest(new Repository(registry.host(), "a"), "1"))
              .isInstanceOf(RegistryException.class)
              .hasMessageContaining("401")
              .hasMessageContaining("does not accept the given credentials of user 'robot'")
              .hasMessageNotContaining("not-the-password");
        }
      }
    }

    @Test
    void noPassword_isNamed() throws Exception {
      TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
      try (DebianRegistry registry = DebianRegistry.tlsWithPassword(folder, authority, ACCOUNT)) {
        RegistrySettings settings =
            new RegistrySettings(List.of(authority.caCertificate()), false, Optional.empty());
        try (RegistryClients clients =
            Samples.clients(registry.host(), settings, new RunSecrets(), new ArrayList<>())) {
          assertThatThrownBy(() ->
                  clients.at(registry.host()).manifest(new Repository(registry.host(), "a"), "1"))
              .hasMessageContaining("it wants a login (no credentials: ");
        }
      }
    }

    @Test
    void unknownAuthority_isNamedWithTheSetting() throws Exception {
      TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
      List<java.time.Duration> pauses = new ArrayList<>();
      try (DebianRegistry registry = DebianRegistry.tls(folder, authority);
          RegistryClients clients =
              Samples.clients(
                  registry.host(), RegistrySettings.DEFAULT, new RunSecrets(), pauses)) {
        assertThatThrownBy(() ->
                clients.at(registry.host()).manifest(new Repository(registry.host(), "a"), "1"))
            .hasMessageContaining("CA that is not trusted")
            .hasMessageContaining("`ca:`");
        assertThat(pauses).isEmpty();
      }
    }

    @Test
    void plainHttpSpokenToTls_isExplained() throws Exception {
      TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
      try (DebianRegistry registry = DebianRegistry.tls(folder, authority);
          RegistryClients clients = Samples.plain(registry.host())) {
        assertThatThrownBy(() ->
                clients.at(registry.host()).manifest(new Repository(registry.host(), "a"), "1"))
            .hasMessageContaining("it speaks TLS: take `plainHttp: true` away");
      }
    }
  }

  private static ServedManifest pushImage(RegistryClient client, Repository repository)
      throws IOException {
    byte[] config = noise(100);
    byte[] layer = noise(300_000);
    client.pushBlob(repository, Samples.blob(config), () -> new ByteArrayInputStream(config));
    client.pushBlob(repository, Samples.blob(layer), () -> new ByteArrayInputStream(layer));
    ServedManifest image = Samples.manifest(Samples.blob(config), Samples.blob(layer));
    client.pushManifest(repository, "1.0", image);
    return image;
  }
}
