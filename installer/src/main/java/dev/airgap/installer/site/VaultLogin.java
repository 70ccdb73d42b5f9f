package dev.airgap.installer.site;

import java.util.Optional;

/** How a server logs in to Vault. */
public sealed interface VaultLogin {
  /** As the chart calls it. */
  String method();

  record Token(SecretSource token) implements VaultLogin {
    @Override
    public String method() {
      return "token";
    }
  }

  record AppRole(String roleId, SecretSource secretId) implements VaultLogin {
    @Override
    public String method() {
      return "app_role";
    }
  }

  /** As what the pod runs as in AWS. */
  record AwsRole(String role, Optional<String> headerValue) implements VaultLogin {
    @Override
    public String method() {
      return "aws";
    }
  }
}
