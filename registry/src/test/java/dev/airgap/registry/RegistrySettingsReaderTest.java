package dev.airgap.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airgap.registry.testing.TestAuthority;
import dev.airgap.yaml.InvalidFileException;
import dev.airgap.yaml.Problems;
import dev.airgap.yaml.YamlFile;
import dev.airgap.yaml.YamlMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How spec and site files say how a registry is spoken to. */
class RegistrySettingsReaderTest {
  @TempDir Path folder;

  private RegistrySettings read(String text) throws IOException, InvalidFileException {
    YamlMapping yaml = YamlFile.read(Files.writeString(folder.resolve("r.yaml"), text));
    Problems problems = new Problems();
    RegistrySettings settings = new RegistrySettingsReader(folder, problems).read(yaml);
    yaml.rejectUnknown(problems);
    problems.throwIfAny();
    return settings;
  }

  @Test
  void everySetting_isRead() throws Exception {
    TestAuthority.make(folder);
    RegistrySettings settings =
        read(
            """
            ca: ca.pem
            clientCertificate: {cert: server.pem, key: server.key}
            tokenRealm: [auth.example.com, 10.0.0.5]
            """);
    assertThat(settings.tls().authorities()).hasSize(1);
    assertThat(settings.tls().client()).isPresent();
    assertThat(settings.tokenRealms()).containsExactly("auth.example.com", "10.0.0.5");
    assertThat(settings.isVerified()).isTrue();
    assertThat(settings.weakness()).isEmpty();
  }

  @Test
  void whatIsWeak_isSaid() throws Exception {
    assertThat(read("verify: false").weakness())
        .contains("verify: false: nothing proves that this is the registry");
    assertThat(read("plainHttp: true").weakness())
        .contains("plainHttp: true: nothing proves that this is the registry");
    assertThat(read("verify: true\ntokenRealm: []").weakness()).isEmpty();
  }

  @Test
  void keyThatEverybodyMayRead_isRefused_asIsAnothersKey() throws Exception {
    TestAuthority authority = TestAuthority.make(folder);
    String pair = "clientCertificate: {cert: server.pem, key: server.key}";
    Files.setPosixFilePermissions(authority.key(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> read(pair))
        .hasMessageContaining("server.key may be read by everybody on this machine")
        .hasMessageContaining("chmod o=");
    Files.setPosixFilePermissions(authority.key(), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(read(pair).tls().client()).isPresent();
    assertThatThrownBy(() -> read(pair.replace("server.pem", "ca.pem")))
        .hasMessageContaining("does not belong to the key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "ca: gone.pem | 1:5: | gone.pem cannot be read",
        "clientCertificate: {cert: gone.pem} | 1:20: | 'key' is missing",
        "clientCertificate: {cert: a, key: b} | 1:20: | b cannot be read",
        "clientCertificate: {cert: a, kye: b} | 1:30: | did you mean 'key'?",
        "tokenRealm: auth.example.com | 1:13: | should be a list",
        "tokenRealm: ['https://auth.example.com/token'] | 1:14: | is no host such as auth.example.com",
        "tokenRealm: ['auth.example.com:443'] | 1:14: | no port",
        "verify: 'no' | 1:9: | should be true or false",
        "{plainHttp: true, verify: false} | 1:13: | leave one of them out",
        "{plainHttp: true, clientCertificate: {cert: a, key: b}} | 1:13: | leave one of them out",
        "{verify: false, ca: gone.pem} | 1:10: | leave one of them out",
        "insecure: true | 1:1: | unknown key 'insecure'",
      })
  void aSlip_isNamedWithItsPlace(String text, String where, String what) {
    assertThatThrownBy(() -> read(text.strip()))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining(where.strip())
        .hasMessageContaining(what.strip());
  }
}
