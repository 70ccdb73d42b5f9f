package dev.airgap.installer.check;

import dev.airgap.installer.cluster.ClusterException;
import dev.airgap.installer.cluster.SecretValues;
import dev.airgap.installer.json.Json;
import dev.airgap.installer.site.SecretSource;
import dev.airgap.installer.site.SecretsStore.Hashicorp;
import dev.airgap.installer.site.VaultLogin;
import dev.airgap.secrets.RunSecrets;
import dev.airgap.secrets.Secret;
import dev.airgap.yaml.InvalidFileException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/**
 * A Vault, from here: whether it is sealed, and whether it takes the login that pods will use. The
 * migration of a workspace fails where it does not. Nothing is kept there; a token that a login
 * gave is revoked at once. Without TLS no login is sent.
 *
 * @param part of the site that it belongs to
 * @param authorities that pods trust beside the public ones
 */
record VaultLook(
    String part,
    Hashicorp vault,
    List<X509Certificate> authorities,
    SecretValues siteSecrets,
    RunSecrets secrets)
    implements Look {
  private static final String APP_ROLE = "approle";
  private static final int OK = 200;
  private static final int BAD = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  @Override
  public Check check() {
    return Check.VAULT;
  }

  @Override
  public List<Finding> findings() throws ClusterException, InterruptedException {
    try (VaultClient client = new VaultClient(vault.address(), vault.namespace(), authorities)) {
      return List.of(finding(client));
    } catch (SSLHandshakeException e) {
      return List.of(untrusted());
    } catch (IOException e) {
      return List.of(
          Finding.yellow(
              check(),
              subject(),
              "cannot be asked from here (%s); only pods need it".formatted(Reached.words(e)),
              "see that it is unsealed, and that pods reach it: vault status -address=%s"
                  .formatted(vault.address())));
    }
  }

  private String subject() {
    return "%s %s".formatted(part, vault.address());
  }

  private Finding untrusted() {
    return Finding.red(
        check(),
        subject(),
        "its certificate leads to no authority that pods trust, is for another host, or has ended",
        "name the file with the root of its certificate under extraCas in the site file, or have its certificate made out to that host");
  }

  private Finding finding(VaultClient client)
      throws IOException, InterruptedException, ClusterException {
    VaultClient.Answer seal = client.get("/v1/sys/seal-status", Optional.empty());
    if (seal.status() != OK || !(seal.content().get("sealed") instanceof Boolean sealed)) {
      return Finding.yellow(
          check(),
          subject(),
          "answers %s when asked whether it is sealed, as no Vault does".formatted(seal),
          "correct hashicorp.address: curl %s/v1/sys/seal-status".formatted(vault.address()));
    }
    if (sealed) {
      return Finding.red(
          check(),
          subject(),
          Boolean.FALSE.equals(seal.content().get("initialized"))
              ? "is not initialized: it holds nothing and takes nothing"
              : "is sealed: the workspace's migration would fail",
          "vault operator unseal -address=%s (as often as its threshold says); plan again"
              .formatted(vault.address()));
    }
    if (vault.address().getScheme().equals("http")) {
      return Finding.yellow(
          check(),
          subject(),
          "is unsealed, and has no TLS: tokens and secrets go in the clear, so that no login was tried",
          "give it a certificate, and write https:// in hashicorp.address");
    }
    return login(client);
  }

  private Finding login(VaultClient client)
      throws IOException, InterruptedException, ClusterException {
    return switch (vault.login()) {
      case VaultLogin.Token one -> token(client, given(one.token()));
      case VaultLogin.AppRole role -> appRole(client, role, given(role.secretId()));
      case VaultLogin.AwsRole role ->
          Finding.green(
              check(),
              subject(),
              "is unsealed; whether it knows the role %s can be asked from the pods alone"
                  .formatted(role.role()));
    };
  }

  private Secret given(SecretSource source) throws ClusterException {
    try {
      return siteSecrets.of(source);
    } catch (InvalidFileException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  private Finding token(VaultClient client, Secret token) throws IOException, InterruptedException {
    VaultClient.Answer answer = client.get("/v1/auth/token/lookup-self", Optional.of(token));
    if (answer.status() == FORBIDDEN) {
      return Finding.red(
          check(),
          subject(),
          "is unsealed, and does not know the token: it has ended, or was revoked",
          "make a new one (vault token create -period=768h -policy=…), and put it where hashicorp.token says");
    }
    if (answer.status() != OK) {
      return odd(answer);
    }
    return answer.text("data", "expire_time").isPresent()
        ? Finding.yellow(
            check(),
            subject(),
            "is unsealed and knows the token, which ends: "
                + answer.text("data", "expire_time").get(),
            "the server renews no token: take appRole, or see that somebody renews this one")
        : Finding.green(check(), subject(), "is unsealed, and knows the token");
  }

  private Finding appRole(VaultClient client, VaultLogin.AppRole role, Secret secretId)
      throws IOException, InterruptedException {
    String mount = vault.authMountPoint().orElse(APP_ROLE);
    Secret body =
        secrets.keep(Json.write(Map.of("role_id", role.roleId(), "secret_id", secretId.reveal())));
    VaultClient.Answer answer =
        client.post("/v1/auth/%s/login".formatted(mount), Optional.empty(), body);
    if (List.of(BAD, FORBIDDEN, NOT_FOUND).contains(answer.status())) {
      return Finding.red(
          check(),
          subject(),
          "is unsealed, and refuses the login by appRole: " + secrets.redact(answer.errors()),
          "vault read auth/%1$s/role/NAME/role-id; vault write -f auth/%1$s/role/NAME/secret-id; both into the site file"
              .formatted(mount));
    }
    Optional<String> token = answer.text("auth", "client_token");
    if (answer.status() != OK || token.isEmpty()) {
      return odd(answer);
    }
    client.post(
        "/v1/auth/token/revoke-self", Optional.of(secrets.keep(token.get())), secrets.keep("{}"));
    return Finding.green(check(), subject(), "is unsealed, and takes the login by appRole");
  }

  private Finding odd(VaultClient.Answer answer) {
    return Finding.yellow(
        check(),
        subject(),
        "is unsealed, and answers a login with %s: %s"
            .formatted(answer, secrets.redact(answer.errors())),
        "try it by hand: vault login -address=%s".formatted(vault.address()));
  }
}
