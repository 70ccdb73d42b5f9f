package dev.airgap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.airgap.bundler.spec.SpecReader;
import dev.airgap.installer.site.SiteReader;
import dev.airgap.manifest.ImageRole;
import dev.airgap.manifest.Named;
import dev.airgap.manifest.Platform;
import dev.airgap.manifest.Product;
import dev.airgap.pki.CertificateAuthority;
import dev.airgap.pki.Certificates;
import dev.airgap.pki.SignerFiles;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code bundle schema} prints and what the readers take are the same. */
final class SchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern UNKNOWN =
      Pattern.compile("unknown key 'z+([0-9]+)'; known here: (.*)");

  @TempDir private Path folder;

  /** The two kinds of file, each with a document that has every key. */
  enum Kind {
    SITE(
        "zenml-pro/site.yaml",
        SiteReader.schema(),
        """
        {"apiVersion": "airgap.dev/v1", "kind": "Site",
         "cluster": {"context": "prod", "server": "https://10.0.0.10:6443"},
         "registry": {"prefix": "registry.corp.internal:5000/zenml", "ca": "signer.pem",
           "clientCertificate": {"cert": "signer.pem", "key": "signer.key"},
           "plainHttp": false, "verify": true, "tokenRealm": ["auth.corp.internal"],
           "credentials": {"username": {"env": "USER"}, "password": {"file": "password"}},
           "pullCredentials": {"username": {"value": "robot"},
             "password": {"secret": {"namespace": "a", "name": "b", "key": "c"}}}},
         "ingress": {"className": "nginx", "address": "10.0.0.20"},
         "tls": {"internalCa": {"domain": "corp.internal", "keyIn": "ca.p12", "passphrase": {"env": "CA"}}},
         "proxy": {"http": "http://proxy.corp.internal:3128", "https": "http://proxy.corp.internal:3128", "noProxy": ["10.0.0.0/8"]},
         "extraCas": ["ca.pem"],
         "controlPlane": {"namespace": "zenml-pro", "host": "zenml.corp.internal",
           "database": {"type": "postgres", "host": "db", "port": 5432, "name": "pro", "username": "pro", "password": {"env": "CP"}},
           "replicas": 3, "resources": {"requests": {"cpu": "100m"}, "limits": {"memory": "1Gi"}}, "nodeSelector": {"pool": "a"},
           "tolerations": [{"key": "pool", "operator": "Equal", "value": "a", "effect": "NoExecute", "tolerationSeconds": 60}, {"operator": "Exists"}],
           "affinity": "spread", "podDisruptionBudget": {"maxUnavailable": 1},
           "login": {"password": true, "sso": {"oidcConfigurationEndpoint": "https://login.corp.internal/.well-known/openid-configuration", "clientId": "zenml", "clientSecret": {"env": "SSO"}}},
           "proxy": {"https": "http://[fd00::1]:3128"}, "serviceAccount": {"annotations": {"role": "a"}},
           "environment": {"EXTRA": "1"}, "secretEnvironment": {"MORE": {"env": "MORE"}},
           "token": {"env": "TOKEN"}, "values": {"replicas": 2}},
         "timeouts": {"controlPlane": "20m", "workspace": "90s", "health": "2m", "available": "1h", "dns": "10s"},
         "workspaces": [{"name": "one", "organization": "Example", "host": "one.corp.internal",
           "gateway": {"name": "site", "namespace": "gateways", "section": "one", "address": "10.0.0.21"},
           "database": {"type": "mysql", "host": "db", "port": 3306, "name": "one", "username": "one", "password": {"env": "ONE"},
             "tls": {"ca": "ca.pem", "verify": true}, "pool": {"size": 30, "overflow": 20}, "threads": 40,
             "backup": {"strategy": "dump-file", "volume": {"size": "10Gi", "storageClass": "fast"}}},
           "secretsStore": {"hashicorp": {"address": "https://vault.corp.internal:8200", "namespace": "team",
             "mountPoint": "zenml", "authMountPoint": "approle", "maxVersions": 3,
             "appRole": {"roleId": "r", "secretId": {"env": "SECRET_ID"}}}},
           "backupSecretsStore": {"aws": {"region": "eu-central-1"}},
           "replicas": 3, "resources": {"requests": {"cpu": "100m"}, "limits": {"memory": "1Gi"}}, "nodeSelector": {"pool": "a"},
           "tolerations": [{"key": "pool", "operator": "Equal", "value": "a", "effect": "NoExecute", "tolerationSeconds": 60}, {"operator": "Exists"}],
           "affinity": {"nodeAffinity": {}}, "podDisruptionBudget": {"maxUnavailable": "50%"},
           "proxy": {"https": "http://[fd00::1]:3128"}, "serviceAccount": {"annotations": {"role": "a"}},
           "environment": {"EXTRA": "1"}, "secretEnvironment": {"MORE": {"env": "MORE"}},
           "workloadManager": {"form": "aws", "namespace": "runs", "serviceAccount": "runner", "serviceAccountAnnotations": {"a": "b"},
             "runner": "server", "resources": {}, "nodeSelector": {}, "tolerations": [], "podFailurePolicy": {}, "ttlSecondsAfterFinished": 60,
             "backoffLimit": 0, "maxConcurrentRuns": 2, "externalLogs": {"bucket": "s3://runs/logs", "region": "eu-central-1"}},
           "enrollment": {"organizationId": "o-1", "workspaceId": "w-1", "key": {"file": "key"}},
           "values": {"replicas": 2}}]}
        """),
    SERVER(
        "zenml/site.yaml",
        SiteReader.schema(),
        """
        {"apiVersion": "airgap.dev/v1", "kind": "Site",
         "registry": {"prefix": "registry.corp.internal:5000/zenml"},
         "ingress": {"className": "nginx", "address": "10.0.0.20"},
         "tls": {"internalCa": {"domain": "corp.internal"}},
         "server": {"namespace": "zenml-server", "host": "zenml.corp.internal", "path": "/",
           "gateway": {"name": "site", "namespace": "gateways", "section": "one", "address": "10.0.0.21"},
           "account": {"username": "default", "password": {"env": "ADMIN"}},
           "database": {"type": "mysql", "host": "db", "port": 3306, "name": "one", "username": "one", "password": {"env": "ONE"}},
           "values": {"replicas": 2}}}
        """),
    SPEC(
        "zenml-pro/bundle.yaml",
        SpecReader.schema(),
        """
        {"apiVersion": "airgap.dev/v1", "kind": "BundleSpec", "release": "2026.11.0", "product": "zenml-pro",
         "versions": {"controlPlane": "0.13.18", "workspace": "0.95.1", "client": "0.95.1"},
         "platform": "linux/amd64", "sources": {"images": "gar", "charts": "oci://registry.example.com/zenml"},
         "registries": {"registry.example.com": {"ca": "signer.pem",
           "clientCertificate": {"cert": "signer.pem", "key": "signer.key"},
           "plainHttp": false, "verify": true, "tokenRealm": ["auth.example.com"]}},
         "images": [{"source": "docker.io/library/redis:7.4", "role": "helper", "name": "cache/redis"}],
         "charts": ["oci://registry.example.com/charts/redis:20.1.0"], "documents": ["notes.md"]}
        """);

    private final String sample;
    private final String schema;
    private final String complete;

    Kind(String sample, String schema, String complete) {
      this.sample = sample;
      this.schema = schema;
      this.complete = complete;
    }

    String sample() throws IOException {
      return Files.readString(Path.of("../samples").resolve(sample));
    }

    JsonNode schema() {
      return json(schema);
    }

    Schema validator() {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema, InputFormat.JSON);
    }

    void read(Path file) throws InvalidFileException {
      switch (this) {
        case SITE, SERVER -> new SiteReader(new RunSecrets()).read(file);
        case SPEC -> new SpecReader().read(file);
      }
    }

    boolean fits(String text) {
      return validator().validate(text, InputFormat.JSON).isEmpty();
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @BeforeEach
  void writeFilesThatAreNamed() throws IOException {
    Files.writeString(folder.resolve("notes.md"), "x");
    new SignerFiles(Clock.systemUTC()).generate("x", Duration.ofDays(2), Optional.empty(), folder);
    Duration year = Duration.ofDays(365);
    CertificateAuthority authority =
        CertificateAuthority.create("x", "corp.internal", year, Clock.systemUTC());
    Files.writeString(folder.resolve("ca.pem"), Certificates.toPem(authority.certificate()));
    Files.writeString(
        folder.resolve("all.pem"),
        authority
            .issue(
                List.of("zenml.corp.internal", "one.corp.internal"),
                year,
                Clock.systemUTC(),
                new RunSecrets())
            .chainPem());
  }

  private List<String> problems(Kind kind, String text) throws IOException {
    try {
      // Every JSON document is YAML.
      kind.read(Files.writeString(folder.resolve("file.yaml"), text));
      return List.of();
    } catch (InvalidFileException e) {
      return e.problems();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyKeyOfTheSchema_isTheReaders_andTheReverse(Kind kind) throws IOException {
    Skeleton skeleton = new Skeleton(kind.schema());
    JsonNode document = skeleton.of(kind.schema());
    Map<Integer, TreeSet<String>> known = new TreeMap<>();
    for (String problem : problems(kind, document.toString())) {
      Matcher unknown = UNKNOWN.matcher(problem);
      if (unknown.find()) {
        known.put(
            Integer.valueOf(unknown.group(1)),
            new TreeSet<>(List.of(unknown.group(2).split(", "))));
      }
    }
    assertThat(known).isEqualTo(skeleton.keys).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource
  void theCompleteDocument_isTakenByBoth(Kind kind) throws IOException {
    assertThat(kind.validator().validate(kind.complete, InputFormat.JSON)).isEmpty();
    assertThat(problems(kind, kind.complete)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatMayBeMissing_mayBeSoForBoth(Kind kind) throws IOException {
    List<String> tried = new ArrayList<>();
    for (String path : paths(json(kind.complete), "")) {
      JsonNode document = json(kind.complete);
      int end = path.lastIndexOf('/');
      ((ObjectNode) document.at(path.substring(0, end))).remove(path.substring(end + 1));
      assertThat(kind.fits(document.toString()))
          .as(
              "without "
                  + path
                  + " the schema agrees with the reader: "
                  + problems(kind, document.toString()))
          .isEqualTo(problems(kind, document.toString()).isEmpty());
      tried.add(path);
    }
    assertThat(tried).hasSizeGreaterThan(15);
  }

  /** JSON pointers to all keys, but those of values, which are free. */
  private static List<String> paths(JsonNode node, String path) {
    List<String> found = new ArrayList<>();
    if (node instanceof ObjectNode object && !path.endsWith("/values")) {
      object
          .properties()
          .forEach(entry -> {
            String below = path + "/" + entry.getKey();
            found.add(below);
            found.addAll(paths(entry.getValue(), below));
          });
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        found.addAll(paths(array.get(i), path + "/" + i));
      }
    }
    return found;
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "SITE | \"Site\" | \"Sight\"",
        "SITE | \"postgres\" | \"postgresql\"",
        "SITE | \"mysql\" | \"postgres\"",
        "SITE | 5432 | 0",
        "SITE | 5432 | 65536",
        "SITE | 5432 | \"high\"",
        "SITE | \"zenml.corp.internal\" | \"corp.internal\"",
        "SITE | \"domain\": \"corp.internal\" | \"domain\": \"internal\"",
        "SITE | \"keyIn\": \"ca.p12\", \"passphrase\" | \"passphrase\"",
        "SITE | {\"env\": \"CA\"} | {\"value\": \"hunter2\"}",
        "SITE | {\"env\": \"CA\"} | {\"secret\": {\"namespace\": \"a\", \"name\": \"b\", \"key\": \"c\"}}",
        "SITE | \"name\": \"one\", \"org | \"name\": \"One\", \"org",
        "SITE | \"zenml-pro\" | \"zenml.pro\"",
        "SITE | {\"env\": \"CP\"} | \"hunter2\"",
        "SITE | {\"env\": \"CP\"} | {}",
        "SITE | {\"env\": \"CP\"} | {\"env\": \"CP\", \"file\": \"x\"}",
        "SITE | {\"env\": \"CP\"} | {\"env\": \"$CP\"}",
        "SITE | \"10.0.0.20\" | \"ingress\"",
        "SITE | \"verify\": true | \"verify\": \"yes\"",
        "SITE | :5000/zenml | :5000",
        "SITE | [\"auth.corp.internal\"] | [\"https://auth.corp.internal\"]",
        "SITE | {\"replicas\": 2}} | 2}",
        "SERVER | \"path\": \"/\" | \"path\": \"/zenml\"",
        "SERVER | \"username\": \"default\" | \"username\": \"\"",
        "SERVER | {\"env\": \"ADMIN\"} | \"hunter2\"",
        "SERVER | \"mysql\" | \"postgres\"",
        "SERVER | \"zenml-server\" | \"zenml.server\"",
        "SERVER | \"server\": | \"workspaces\": [], \"server\":",
        "SERVER | \"host\": \"zenml | \"organization\": \"Example\", \"host\": \"zenml",
        "SITE | \"http://proxy.corp.internal:3128\" | \"http://me:hunter2@proxy.corp.internal:3128\"",
        "SITE | \"http://proxy.corp.internal:3128\" | \"proxy.corp.internal:3128\"",
        "SITE | [\"10.0.0.0/8\"] | [\"a,b\"]",
        "SITE | [\"ca.pem\"] | \"ca.pem\"",
        "SITE | \"password\": true, \"sso\": {\"oidcConfigurationEndpoint\": \"https://login.corp.internal/.well-known/openid-configuration\", \"clientId\": \"zenml\", \"clientSecret\": {\"env\": \"SSO\"}} | \"password\": false",
        "SITE | \"https://login | \"http://login",
        "SITE | {\"EXTRA\": \"1\"} | {\"EXTRA-1\": \"1\"}",
        "SITE | {\"EXTRA\": \"1\"} | {\"EXTRA\": 1}",
        "SITE | {\"env\": \"MORE\"} | \"hunter2\"",
        "SITE | \"form\": \"aws\" | \"form\": \"gcp\"",
        "SITE | \"form\": \"aws\" | \"form\": \"azure\"",
        "SITE | \"namespace\": \"runs\" | \"namespace\": \"Runs\"",
        "SITE | s3://runs | runs",
        "SITE | \"runner\": \"server\" | \"runner\": \"dashboard\"",
        "SITE | \"backoffLimit\": 0 | \"backoffLimit\": -1",
        "SITE | \"replicas\": 3 | \"replicas\": 0",
        "SITE | \"100m\" | \"much\"",
        "SITE | \"pool\": \"a\" | \"pool\": 1",
        "SITE | \"Equal\" | \"Like\"",
        "SITE | [{\"key\": \"pool\", \"operator\": \"Equal\" | [{\"operator\": \"Equal\"",
        "SITE | \"spread\" | \"scatter\"",
        "SITE | {\"maxUnavailable\": 1} | {}",
        "SITE | {\"maxUnavailable\": 1} | {\"minAvailable\": 1, \"maxUnavailable\": 1}",
        "SITE | \"50%\" | \"200%\"",
        "SITE | \"20m\" | \"soon\"",
        "SITE | \"20m\" | 20",
        "SITE | \"workspaceId\": \"w-1\" | \"workspaceID\": \"w-1\"",
        "SITE | \"w-1\" | \"../w-1\"",
        "SITE | \"organizationId\" | \"byHand\": true, \"organizationId\"",
        "SITE | \"ca\": \"ca.pem\", \"verify\" | \"verify\"",
        "SITE | \"ca\": \"ca.pem\" | \"ca\": \"ca.pem\", \"key\": {\"env\": \"K\"}",
        "SITE | \"size\": 30 | \"size\": 0",
        "SITE | \"overflow\": 20 | \"overflow\": -2",
        "SITE | \"threads\": 40 | \"threads\": 0",
        "SITE | \"dump-file\" | \"in-memory\"",
        "SITE | \"dump-file\" | \"dump\"",
        "SITE | \"dump-file\" | \"database\"",
        "SITE | \"dump-file\" | \"dump-file\", \"compress\": true",
        "SITE | \"10Gi\" | \"10GB\"",
        "SITE | https://vault.corp.internal:8200 | vault.corp.internal:8200",
        "SITE | \"maxVersions\": 3 | \"maxVersions\": 0",
        "SITE | \"appRole\": | \"token\": {\"env\": \"T\"}, \"appRole\":",
        "SITE | {\"aws\": {\"region\": \"eu-central-1\"}} | {}",
        "SITE | \"region\": \"eu-central-1\"}} | \"region\": \"Frankfurt\"}}",
        "SPEC | \"2026.11.0\" | \"2026.11\"",
        "SPEC | \"zenml-pro\" | \"zenml\"",
        "SPEC | \"zenml-pro\" | \"other\"",
        "SPEC | \"linux/amd64\" | \"linux/arm64\"",
        "SPEC | \"0.13.18\" | \"latest\"",
        "SPEC | \"helper\" | \"boss\"",
        "SPEC | [\"notes.md\"] | \"notes.md\"",
      })
  void whatIsWrong_isSoForBoth(Kind kind, String part, String replacement) throws IOException {
    String broken =
        kind.complete.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(replacement));
    assertThat(broken).isNotEqualTo(kind.complete);
    assertThat(kind.fits(broken)).isFalse();
    assertThat(problems(kind, broken)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'givenCa': {'cert': 'ca.pem', 'key': {'file': 'ca.key'}}}",
        "{'givenCa': {'cert': 'ca.pem', 'requests': 'folder'}}",
        "{'givenCa': {'cert': 'ca.pem'}, 'ca': 'ca.pem'}",
        "{'certificates': {'cert': 'all.pem', 'key': {'env': 'KEY'}}, 'ca': 'ca.pem'}",
        "{'certificates': {'cert': 'all.pem', 'key': {'env': 'KEY'}, 'hosts': {'one.corp.internal': {'cert': 'all.pem', 'key': {'secret': {'namespace': 'a', 'name': 'b', 'key': 'c'}}}}}, 'ca': 'ca.pem'}",
        "{'certificates': {'hosts': {'one.corp.internal': {'cert': 'all.pem', 'key': {'env': 'A'}}, 'zenml.corp.internal': {'cert': 'all.pem', 'key': {'env': 'B'}}}}, 'ca': 'ca.pem'}",
        "{'secret': 'corp-tls'}",
        "{'secret': 'corp-tls', 'ca': 'ca.pem'}",
        "{'certManager': {'issuer': 'corp'}, 'ca': 'ca.pem'}",
        "{'certManager': {'issuer': 'corp', 'kind': 'StepIssuer', 'group': 'certmanager.step.sm'}}",
        "{'none': {}}",
        "{'none': {}, 'ca': 'ca.pem'}",
      })
  void everyFormOfTls_isTakenByBoth(String tls) throws IOException {
    String site = withTls(tls);
    assertThat(problems(Kind.SITE, site)).isEmpty();
    assertThat(Kind.SITE.validator().validate(site, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'ca': 'ca.pem'}",
        "{'secret': 'corp-tls', 'none': {}}",
        "{'secret': 'Corp_TLS'}",
        "{'none': {'x': 1}}",
        "{'internalCa': {'domain': 'corp.internal'}, 'ca': 'ca.pem'}",
        "{'internalCa': {'domain': 'corp.internal', 'passphrase': {'env': 'CA'}}}",
        "{'givenCa': {'key': {'file': 'ca.key'}}}",
        "{'givenCa': {'cert': 'ca.pem', 'key': {'env': 'KEY'}, 'requests': 'folder'}}",
        "{'givenCa': {'cert': 'ca.pem', 'key': {'secret': {'namespace': 'a', 'name': 'b', 'key': 'c'}}}}",
        "{'certificates': {}}",
        "{'certificates': {'cert': 'all.pem'}}",
        "{'certificates': {'key': {'env': 'KEY'}}}",
        "{'certificates': {'hosts': {'one.corp.internal': {'cert': 'all.pem'}}}}",
        "{'certManager': {'kind': 'Issuer'}}",
        "{'certManager': {'issuer': 'x', 'clusterIssuer': 'y'}}",
      })
  void whatIsNoFormOfTls_isRefusedByBoth(String tls) throws IOException {
    String site = withTls(tls);
    assertThat(Kind.SITE.fits(site)).isFalse();
    assertThat(problems(Kind.SITE, site)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'sql': {'encryptionKey': {'env': 'KEY'}}",
        "'sql': {}",
        "'aws': {'region': 'eu-central-1', 'accessKeyId': {'env': 'I'}, 'secretAccessKey': {'env': 'S'}, 'roleArn': 'arn:aws:iam::123456789012:role/zenml'}",
        "'gcp': {'project': 'my-project'}",
        "'gcp': {'project': 'my-project', 'serviceAccount': {'env': 'J'}, 'targetPrincipal': 'a@b'}",
        "'azure': {'keyVault': 'my-vault'}",
        "'azure': {'keyVault': 'my-vault', 'tenant': 't', 'client': 'c', 'clientSecret': {'env': 'S'}}",
        "'hashicorp': {'address': 'https://vault', 'token': {'env': 'T'}}",
        "'hashicorp': {'address': 'http://vault.vault.svc:8200/', 'aws': {'role': 'r', 'headerValue': 'h'}}",
        "'custom': {'class': 'my.module.Store'}",
      })
  void everyKindOfStore_isTakenByBoth(String store) throws IOException {
    String site =
        Kind.SITE.complete.replace(
            "{\"aws\": {\"region\": \"eu-central-1\"}}",
            "{%s}".formatted(store.replace('\'', '"')));
    assertThat(problems(Kind.SITE, site)).isEmpty();
    assertThat(Kind.SITE.validator().validate(site, InputFormat.JSON)).isEmpty();
  }

  private static String withTls(String tls) {
    return Kind.SITE.complete.replaceFirst(
        "\"tls\": .*", Matcher.quoteReplacement("\"tls\": %s,".formatted(tls.replace('\'', '"'))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'none': {}, 'address': '10.0.0.20'} | {'none': {}} | true",
        "{'none': {'services': 'NodePort'}, 'address': '10.0.0.20'} | {'none': {}} | true",
        "{'none': {'services': 'Any'}, 'address': '10.0.0.20'} | {'none': {}} | false",
        "{'none': {}, 'className': 'nginx', 'address': '10.0.0.20'} | {'none': {}} | false",
        "{'none': {}, 'address': '10.0.0.20'} | {'secret': 'corp-tls'} | false",
      })
  void hostsWithoutAnIngress_wantTlsThatEndsElsewhere(String ingress, String tls, boolean good)
      throws IOException {
    String site =
        withTls(tls)
            .replaceFirst(
                "\"ingress\": .*",
                Matcher.quoteReplacement("\"ingress\": %s,".formatted(ingress.replace('\'', '"'))));
    assertThat(problems(Kind.SITE, site).isEmpty()).isEqualTo(good);
    assertThat(Kind.SITE.fits(site)).isEqualTo(good);
  }

  @Test
  void theSamples_fitTheSchemas() throws IOException {
    for (Kind kind : Kind.values()) {
      assertThat(kind.validator().validate(kind.sample(), InputFormat.YAML)).isEmpty();
    }
    String spec = Files.readString(Path.of("../samples/zenml/bundle.yaml"));
    assertThat(Kind.SPEC.validator().validate(spec, InputFormat.YAML)).isEmpty();
  }

  @Test
  void theSamples_showEveryKey() throws IOException {
    String server = Kind.SERVER.sample();
    for (Kind kind : List.of(Kind.SITE, Kind.SPEC)) {
      String sample = kind.sample() + (kind == Kind.SITE ? server : "server:");
      Skeleton skeleton = new Skeleton(kind.schema());
      skeleton.of(kind.schema());
      assertThat(skeleton.keys.values().stream().flatMap(TreeSet::stream))
          .as(kind.sample)
          .allMatch(key -> sample.contains(key + ":"));
    }
  }

  @Test
  void theOpenSourceEdition_hasOtherVersions() throws IOException {
    String server =
        Kind.SPEC
            .complete
            .replace("zenml-pro", "zenml")
            .replaceFirst("\"controlPlane\".*\"workspace\"", "\"server\"");
    assertThat(Kind.SPEC.fits(server)).isTrue();
    assertThat(problems(Kind.SPEC, server)).isEmpty();
  }

  @Test
  void choices_areThoseOfTheTypes() {
    JsonNode properties = Kind.SPEC.schema().get("properties");
    assertThat(words(properties.at("/product/enum"))).isEqualTo(Named.words(Product.class));
    assertThat(words(properties.at("/platform/enum"))).isEqualTo(Named.words(Platform.class));
    assertThat(words(properties.at("/images/items/properties/role/enum")))
        .isEqualTo(Named.words(ImageRole.class));
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }

  /** A document that has each key of a schema, and in each mapping one that no reader knows. */
  private static final class Skeleton {
    private final JsonNode schema;
    private final Map<Integer, TreeSet<String>> keys = new TreeMap<>();

    Skeleton(JsonNode schema) {
      this.schema = schema;
    }

    JsonNode of(JsonNode part) {
      if (part.has("$ref")) {
        return of(schema.at(part.get("$ref").asText().substring(1)));
      }
      if (part.has("properties")) {
        return mapping(part.get("properties"));
      }
      return switch (part.path("type").asText("string")) {
        case "object" -> registries(part);
        case "array" -> JSON.createArrayNode().add(of(part.get("items")));
        case "boolean" -> JSON.getNodeFactory().booleanNode(false);
        case "integer" -> JSON.getNodeFactory().numberNode(1);
        default -> JSON.getNodeFactory().textNode("x");
      };
    }

    private ObjectNode mapping(JsonNode properties) {
      ObjectNode mapping = JSON.createObjectNode();
      TreeSet<String> known = new TreeSet<>();
      properties
          .properties()
          .forEach(property -> {
            known.add(property.getKey());
            mapping.set(property.getKey(), of(property.getValue()));
          });
      int stray = keys.size();
      keys.put(stray, known);
      // Too long to be near to any other word.
      mapping.put("z".repeat(70) + stray, "x");
      return mapping;
    }

    private JsonNode registries(JsonNode part) {
      ObjectNode mapping = JSON.createObjectNode();
      if (part.has("additionalProperties")) {
        mapping.set("registry.example.com", of(part.get("additionalProperties")));
      }
      return mapping;
    }
  }
}
