# shellcheck shell=bash disable=SC2153 # HOST and host are two things
# A workspace that keeps its users' secrets in a real Vault, which comes up empty, sealed and without the role, as Vaults do.
# After "all databases in MySQL", in its cluster; the Vault's certificate is by the CA of "a CA of the site, by openssl".

vault_up() {
  local at=$WORK/tls
  VAULT=$("$ROOT/scripts/cluster" vault)
  pair vault sub "subjectAltName=IP:$CLUSTER_IP" extendedKeyUsage=serverAuth
  cat "$at/vault.pem" "$at/sub.pem" >"$at/vault-chain.pem"
  cat >"$at/vault.hcl" <<Y
storage "inmem" {}
listener "tcp" {
  address = "$CLUSTER_IP:8200"
  tls_cert_file = "$at/vault-chain.pem"
  tls_key_file = "$at/vault.key"
}
api_addr = "https://$CLUSTER_IP:8200"
disable_mlock = true
Y
  inside "$VAULT/vault" server -config="$at/vault.hcl" >"$WORK/logs.vault" 2>&1 &
  CHILDREN+=($!)
  for _ in $(seq 100); do
    if inside curl -sS -o /dev/null --cacert "$at/root.pem" "https://$CLUSTER_IP:8200/v1/sys/seal-status" 2>/dev/null; then return; fi
    sleep .2
  done
  cat "$WORK/logs.vault" >&2
  die "the Vault does not answer"
}

# vault ARG...   its own program; the token stands in a file, not in an argument
vault() { inside env VAULT_ADDR="https://$CLUSTER_IP:8200" VAULT_CACERT="$WORK/tls/root.pem" HOME="$WORK/vault-home" "$VAULT/vault" "$@"; }

vault_unseal() { jq -r '.unseal_keys_b64[0]' "$WORK/vault-home/init.json" | vault write sys/unseal key=- >/dev/null; }

# What ZenML's guide asks for: a KV store of version 2, a policy for it, and a role that may log in.
vault_role() {
  vault secrets enable -path=zenml -version=2 kv >/dev/null
  printf 'path "zenml/*" { capabilities = ["create", "read", "update", "delete", "list"] }\n' | vault policy write zenml - >/dev/null
  vault auth enable approle >/dev/null
  vault write auth/approle/role/zenml token_policies=zenml token_ttl=1h >/dev/null
  (umask 077 && vault write -f -field=secret_id auth/approle/role/zenml/secret-id >"$WORK/vault-secret-id")
  VAULT_ROLE=$(vault read -field=role_id auth/approle/role/zenml/role-id)
}

# vault_site NAME LOGIN   the site file with a workspace that has its secrets there
vault_site() {
  cat "$WORK/mysql.yaml" - >"$WORK/$1.yaml" <<Y
  - name: kept
    organization: Example
    host: kept.$HOST
    database: {host: $CLUSTER_DATABASE_HOST, name: zenml_staging, username: zenml_staging, password: {file: $CLUSTER_MYSQL_ZENML_STAGING_PASSWORD_FILE}}
    secretsStore: {hashicorp: {address: "https://$CLUSTER_IP:8200", mountPoint: zenml, $2}}
Y
}

vault_plan() { bundle workspace add kept "$WORK/delta.tar" -f "$WORK/$1.yaml" --trust "$WORK/keys/signer.pem" --save "$WORK/vault-plan.json"; }
vault_add() { bundle workspace add kept "$WORK/delta.tar" -f "$WORK/$1.yaml" --trust "$WORK/keys/signer.pem" --yes "${@:2}"; }
kept_info() { inside curl -sS --fail --cacert "$WORK/ca.crt" --resolve "kept.$HOST:443:$CLUSTER_IP" "https://kept.$HOST/api/v1/info" | jq -r ".$1"; }

kept_in_vault() {
  mkdir -m 700 "$WORK/vault-home"
  (umask 077 && echo hvs.unknown >"$WORK/vault-unknown")
  vault_up
  vault_site unknown "token: {file: $WORK/vault-unknown}"
  expect 5 'is not initialized: it holds nothing and takes nothing' vault_plan unknown
  (umask 077 && vault operator init -key-shares=1 -key-threshold=1 -format=json >"$WORK/vault-home/init.json")
  expect 5 "is sealed: the workspace's migration would fail" vault_plan unknown
  expect 5 'Vault is sealed' vault_add unknown --accept vault='the migration says it too'
  vault_unseal
  expect 5 'does not know the token' vault_plan unknown
  (umask 077 && jq -r .root_token "$WORK/vault-home/init.json" >"$WORK/vault-home/.vault-token")
  vault_role
  vault_logins
  expect 0 'workspace kept: proven and recorded' vault_add by-role
  secret_part bundle-system internal-ca tls.crt >"$WORK/ca.crt"
  [ "$(kept_info secrets_readable)" = true ] || die "the server cannot read its secrets in the Vault"
  vault kv get -mount=zenml -field=proof zenml/canary | grep -qE '^[0-9a-f]{64}$' || die "nothing was written to the Vault"
  expect 0 'nothing had to be changed' vault_add by-role
  vault_leaks
}

# Each login that a site may give, and what is wrong with it; a login leaves no token behind.
vault_logins() {
  local tokens
  (umask 077 && vault token create -policy=zenml -ttl=1h -field=token >"$WORK/vault-ends")
  vault_site ends "token: {file: $WORK/vault-ends}"
  expect 0 'is unsealed and knows the token, which ends: 20' vault_plan ends
  vault_site stays "token: {file: $WORK/vault-home/.vault-token}"
  expect 0 'is unsealed, and knows the token' vault_plan stays
  vault_site wrong-role "appRole: {roleId: $VAULT_ROLE, secretId: {file: $WORK/vault-unknown}}"
  expect 5 'refuses the login by appRole: invalid role or secret ID' vault_plan wrong-role
  vault_site elsewhere "authMountPoint: teams, appRole: {roleId: $VAULT_ROLE, secretId: {file: $WORK/vault-secret-id}}"
  expect 5 'refuses the login by appRole' vault_plan elsewhere
  vault_site by-role "appRole: {roleId: $VAULT_ROLE, secretId: {file: $WORK/vault-secret-id}}"
  tokens=$(vault list -format=json auth/token/accessors | jq length)
  expect 0 'is unsealed, and takes the login by appRole' vault_plan by-role
  [ "$(vault list -format=json auth/token/accessors | jq length)" = "$tokens" ] || die "a token of the login stayed"
  sed '/^extraCas:/d' "$WORK/by-role.yaml" >"$WORK/untrusted.yaml"
  expect 5 'its certificate leads to no authority that pods trust' vault_plan untrusted
}

# What opens the Vault is in a Secret alone: not in what Helm keeps, nor in any object that is none.
vault_leaks() {
  inside kubectl -n zenml-pro-kept get secret -l owner=helm -o json | jq -r '.items[].data.release' | while read -r stored; do base64 -d <<<"$stored" | base64 -d | gunzip; done >"$WORK/said"
  grep -q "$VAULT_ROLE" "$WORK/said" || die "what Helm keeps could not be read"
  if grep -qFf "$WORK/vault-secret-id" "$WORK/said"; then die "Helm keeps the secret ID"; fi
  if inside kubectl -n zenml-pro-kept get deployments,pods,configmaps -o json | grep -qFf "$WORK/vault-secret-id"; then die "the secret ID stands in an object that is no Secret"; fi
}
