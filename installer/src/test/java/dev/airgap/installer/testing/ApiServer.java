package dev.airgap.installer.testing;

import dev.airgap.installer.cluster.Cluster;
import dev.airgap.installer.cluster.ClusterSelection;
import dev.airgap.registry.testing.TestAuthority;
import dev.airgap.registry.testing.Tool;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real etcd and a real kube-apiserver on loopback, without nodes or controllers: objects stay as
 * they were written. Needs no root.
 */
public final class ApiServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern MEMBER = Pattern.compile("\"memberID\" *: *\"([0-9]+)\"");

  private final Path folder;
  private final ClientCertificates users;
  private final int etcdPort;
  private final List<String> etcdCommand;
  private final List<String> serverCommand;
  private Daemon etcd;
  private Daemon server;
  private final KubernetesClient admin;

  private ApiServer(
      Path folder,
      ClientCertificates users,
      int etcdPort,
      List<String> etcdCommand,
      List<String> serverCommand,
      KubernetesClient admin)
      throws IOException {
    this.folder = folder;
    this.users = users;
    this.etcdPort = etcdPort;
    this.etcdCommand = List.copyOf(etcdCommand);
    this.serverCommand = List.copyOf(serverCommand);
    this.admin = admin;
    this.etcd = Daemon.start(folder.resolve("etcd.log"), etcdCommand);
    this.server = Daemon.start(folder.resolve("server.log"), serverCommand);
  }

  /** One of its own, for tests that break it. */
  public static ApiServer start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("api-server");
    TestAuthority authority = TestAuthority.make(folder.resolve("pki"));
    Path tokens = folder.resolve("pki/tokens.pem"); // a key in PKCS#8 is not read as a public one
    Tool.run("openssl", "ec", "-in", authority.key().toString(), "-out", tokens.toString());
    int[] ports = freePorts();
    ClientCertificates users = new ClientCertificates(folder, authority, ports[2]);
    Path kubeconfig = users.kubeconfig("admin", "/O=system:masters/CN=admin");
    KubernetesClient admin =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
                    .withClientKeyAlgo("EC")
                    .build())
            .build();
    ApiServer started =
        new ApiServer(
            folder,
            users,
            ports[0],
            etcd(folder, ports),
            server(authority, tokens, ports[0], ports[2]),
            admin);
    started.await();
    return started;
  }

  /** Held together until all are known, so that they differ. */
  private static int[] freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, loopback);
        ServerSocket two = new ServerSocket(0, 1, loopback);
        ServerSocket three = new ServerSocket(0, 1, loopback)) {
      return new int[] {one.getLocalPort(), two.getLocalPort(), three.getLocalPort()};
    }
  }

  private static List<String> etcd(Path folder, int[] ports) {
    String clients = "http://127.0.0.1:" + ports[0];
    return List.of(
        "etcd",
        "--data-dir=" + folder.resolve("etcd"),
        "--unsafe-no-fsync",
        "--listen-peer-urls=http://127.0.0.1:" + ports[1],
        "--listen-client-urls=" + clients,
        "--advertise-client-urls=" + clients);
  }

  private static List<String> server(TestAuthority authority, Path tokens, int etcd, int port)
      throws IOException {
    return List.of(
        BuiltPrograms.KUBERNETES.find("kube-apiserver").toString(),
        "--etcd-servers=http://127.0.0.1:" + etcd,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        "--secure-port=" + port,
        "--service-cluster-ip-range=10.96.0.0/24",
        "--authorization-mode=RBAC",
        "--client-ca-file=" + authority.ca(),
        "--tls-cert-file=" + authority.certificate(),
        "--tls-private-key-file=" + authority.key(),
        "--service-account-issuer=https://tests.invalid",
        "--service-account-key-file=" + tokens,
        "--service-account-signing-key-file=" + tokens);
  }

  /** From here on connections are refused. */
  public void stopServer() throws IOException {
    server.close();
  }

  /** The same one, with what it knew. */
  public void startServer() throws IOException, InterruptedException {
    server = Daemon.start(folder.resolve("server.log"), serverCommand);
    await();
  }

  /** The same objects in an etcd that holds at most so many bytes; it forgets that it was full. */
  public void restartWithQuota(long bytes) throws IOException, InterruptedException {
    server.close();
    etcd.close();
    List<String> command = new ArrayList<>(etcdCommand);
    command.add("--quota-backend-bytes=" + bytes);
    etcd = Daemon.start(folder.resolve("etcd.log"), command);
    startServer();
    Matcher member = MEMBER.matcher(alarm("{\"action\": \"GET\"}"));
    while (member.find()) {
      alarm(
          "{\"action\": \"DEACTIVATE\", \"alarm\": \"NOSPACE\", \"memberID\": \"%s\"}"
              .formatted(member.group(1)));
    }
  }

  /** As etcdctl asks, which is not everywhere where etcd is. */
  private String alarm(String request) throws IOException, InterruptedException {
    String address = "http://127.0.0.1:%d/v3/maintenance/alarm".formatted(etcdPort);
    return Tool.run("curl", "-sSf", "-X", "POST", "-d", request, address);
  }

  private void await() throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!ready()) {
      if (!server.runs() || !etcd.runs() || Instant.now().isAfter(end)) {
        throw new IOException("no API server: " + server.log() + etcd.log());
      }
      Thread.sleep(100);
    }
  }

  private boolean ready() {
    try {
      return "ok".equals(admin.raw("/readyz"));
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /** Everything is allowed to this user of the group {@code system:masters}. */
  public Path kubeconfig() {
    return folder.resolve("admin.kubeconfig");
  }

  /** The kubeconfig of another user, who may do nothing yet. */
  public Path kubeconfig(String user) throws IOException, InterruptedException {
    return users.kubeconfig(user, "/CN=" + user);
  }

  /** What the tests look with, beside the code that they test. */
  public KubernetesClient admin() {
    return admin;
  }

  public Cluster connect() throws Exception {
    return connect(kubeconfig());
  }

  public Cluster connect(Path kubeconfig) throws Exception {
    return Cluster.connect(
        new ClusterSelection(Optional.of(kubeconfig), Optional.empty(), Optional.empty()));
  }

  /** Makes these namespaces if they are not there, and takes all Secrets and Leases away. */
  public void clear(String... namespaces) {
    for (String namespace : namespaces) {
      if (admin.namespaces().withName(namespace).get() == null) {
        admin.namespaces().resource(namespace(namespace)).create();
      }
    }
    admin.secrets().inAnyNamespace().delete();
    admin.leases().inAnyNamespace().delete();
  }

  /** Makes what a controller would make: the account that pods of the namespace run as. */
  public void letPodsBeMade(String namespace) {
    admin
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("default")
                .endMetadata()
                .build())
        .serverSideApply();
  }

  /** From now on this user may do everything with these resources of the namespace. */
  public void allow(String user, String namespace, String... resources) {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(user)
                .endMetadata()
                .addNewRule()
                .withApiGroups("*")
                .withResources(resources)
                .withVerbs("*")
                .endRule()
                .build())
        .forceConflicts()
        .serverSideApply();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(user)
                .endMetadata()
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", user)
                .build())
        .forceConflicts()
        .serverSideApply();
    awaitRight(user, namespace, resources[0], true);
  }

  /** Takes back what {@link #allow} gave. */
  public void forbid(String user, String namespace, String resource) {
    admin.rbac().roleBindings().inNamespace(namespace).withName(user).delete();
    awaitRight(user, namespace, resource, false);
  }

  /** The server's authorizer follows its objects a little later. */
  private void awaitRight(String user, String namespace, String resource, boolean wanted) {
    Instant end = Instant.now().plusSeconds(10);
    while (mayUpdate(user, namespace, resource) != wanted && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
  }

  private boolean mayUpdate(String user, String namespace, String resource) {
    SubjectAccessReview review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user)
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withResource(resource)
            .withGroup(resource.equals("leases") ? "coordination.k8s.io" : "")
            .withVerb("update")
            .endResourceAttributes()
            .endSpec()
            .build();
    return admin.resource(review).create().getStatus().getAllowed();
  }

  private static Namespace namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  @Override
  public void close() throws IOException {
    admin.close();
    server.close();
    etcd.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
