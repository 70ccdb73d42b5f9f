# shellcheck shell=bash disable=SC2153 # HOST and host are two things
# Databases over TLS, and where a workspace keeps its users' secrets.
# Their place in main(): after "the CA's key outside the cluster", whose root.pem and sub.key they use, and before "the whole
# proof"; in this order: database_refusals, tls_database, guarded_store, former_database.

# with_database NAME LINES   the site file with a workspace's database as LINES say (of production alone)
with_database() {
  awk -v lines="$2" '/^    database: .*zenml_production/{print lines; next} {print}' "$WORK/site.yaml" >"$WORK/$1.yaml"
}

# with_store NAME LINE   the same site file with one more line for production
with_store() { awk -v line="$2" '{print} /^    host: production/{print "    " line}' "$WORK/site.yaml" >"$WORK/$1.yaml"; }

# server_info KEY   what the workspace's server says of itself
server_info() { inside curl -sS --fail --cacert "$WORK/ca.crt" "https://$PRODUCTION/api/v1/info" | jq -r ".$1"; }

# database_name   how the databases' host stands in a certificate
database_name() {
  if [[ $CLUSTER_DATABASE_HOST =~ ^[0-9.]+$ ]]; then echo "IP:$CLUSTER_DATABASE_HOST"; else echo "DNS:$CLUSTER_DATABASE_HOST"; fi
}

database_refusals() {
  local at=$WORK/tls database="host: $CLUSTER_DATABASE_HOST, name: zenml_production, username: zenml_production, password: {file: $CLUSTER_MYSQL_ZENML_PRODUCTION_PASSWORD_FILE}"
  pair database root "subjectAltName=$(database_name)" extendedKeyUsage=serverAuth
  pair client root extendedKeyUsage=clientAuth
  with_database server-shown "    database: {$database, tls: {ca: $at/root.pem, certificate: $at/database.pem, key: {file: $at/database.key}}}"
  expect 2 'is not for TLS clients' bundle site check -f "$WORK/server-shown.yaml"
  with_database other-key "    database: {$database, tls: {ca: $at/root.pem, certificate: $at/client.pem, key: {file: $at/sub.key}}}"
  expect 2 'does not belong to the certificate of CN=client' plan "$FILE" "$WORK/other-key.yaml"
  sed "s#^\(  database: {type: postgres\)#\1, tls: true#" "$WORK/site.yaml" >"$WORK/plane-tls.yaml"
  expect 5 "has no 'zenml.database.external.ssl'" plan "$FILE" "$WORK/plane-tls.yaml"
}

# A MariaDB of its own that takes nobody without TLS, made by what `bundle site sql` prints.
start_tls_database() {
  local at=$WORK/tls folder=$CLUSTER_DIR/mariadb-tls
  mkdir -m 700 "$folder"
  cp "$at/root.pem" "$at/database.pem" "$at/database.key" "$folder"
  chown -R mysql: "$folder"
  inside mariadb-install-db --no-defaults --user=mysql --datadir="$folder/data" --skip-test-db \
    --auth-root-authentication-method=socket --skip-name-resolve --innodb-log-file-size=16M >"$WORK/logs.mariadb-tls" 2>&1
  inside mariadbd --no-defaults --user=mysql --datadir="$folder/data" --bind-address="$CLUSTER_IP" --port=3390 --socket="$folder/socket" \
    --skip-name-resolve --innodb-log-file-size=16M --ssl-ca="$folder/root.pem" --ssl-cert="$folder/database.pem" \
    --ssl-key="$folder/database.key" >>"$WORK/logs.mariadb-tls" 2>&1 &
  CHILDREN+=($!)
  for _ in $(seq 100); do
    if inside mariadb --no-defaults --socket="$folder/socket" -e 'SELECT 1' >/dev/null 2>&1; then return; fi
    sleep .2
  done
  cat "$WORK/logs.mariadb-tls" >&2
  die "the MariaDB with TLS does not answer"
}

tls_database() {
  local at=$WORK/tls password
  password=$(cat "$CLUSTER_MYSQL_ZENML_PRODUCTION_PASSWORD_FILE")
  start_tls_database
  with_database over-tls "    database: {host: $CLUSTER_DATABASE_HOST, port: 3390, name: zenml_production, username: zenml_production, password: {file: $CLUSTER_MYSQL_ZENML_PRODUCTION_PASSWORD_FILE}, tls: {ca: $at/root.pem, certificate: $at/client.pem, key: {file: $at/client.key}}, pool: {size: 25, overflow: 20}, backup: {strategy: database, database: zenml_production_spare}}"
  bundle site sql -f "$WORK/over-tls.yaml" | sed -n '/^-- workspace production/,/^$/p' | sed "s/<PASSWORD>/'$password'/" |
    inside mariadb --no-defaults --socket="$CLUSTER_DIR/mariadb-tls/socket"
  expect 0 'what workspace production shows its database: ends ' plan "$FILE" "$WORK/over-tls.yaml"
  expect 0 'installed  release' install_bundle "$FILE" "$WORK/over-tls.yaml"
  [ "$(server_info database_tls)" = true ] || die "the server speaks to its database without TLS"
  [ "$(inside mariadb --no-defaults --socket="$CLUSTER_DIR/mariadb-tls/socket" -Ne "SELECT ssl_type FROM mysql.user WHERE user = 'zenml_production'")" = X509 ] || die "the user may log in without a certificate"
  secret_part zenml-pro-production bundle-values databaseKey | openssl pkey -noout 2>/dev/null || die "the key is not in the Secret that the chart refers to"
  expect 0 'nothing had to be changed' install_bundle "$FILE" "$WORK/over-tls.yaml"
  # another authority than the database's: the migration says so, and the server that runs is left as it is
  sed "s#ca: $at/root.pem#ca: $WORK/ca.crt#" "$WORK/over-tls.yaml" >"$WORK/wrong-ca.yaml"
  expect 5 'CERTIFICATE_VERIFY_FAILED' install_bundle "$FILE" "$WORK/wrong-ca.yaml"
  [ "$(server_info database_tls)" = true ] || die "the server that ran is gone"
  expect 0 'installed  release' install_bundle "$FILE" "$WORK/over-tls.yaml"
  cp "$WORK/over-tls.yaml" "$WORK/over-tls.keep"
}

# What Helm keeps of the workspace's last revision.
helms_values() {
  inside kubectl -n zenml-pro-production get secret -l owner=helm,status=deployed -o json | jq -r '.items[-1].data.release' | base64 -d | base64 -d | gzip -dc
}

# Another store than the one that runs, another key, and a key that is gone: nothing is installed that would lose secrets.
guarded_store() {
  local key record=workspace-production
  cp "$WORK/site.yaml" "$WORK/site.keep"
  cp "$WORK/over-tls.keep" "$WORK/site.yaml"
  with_store custom 'secretsStore: {custom: {class: my.module.Store}}'
  expect 2 "it keeps its users' secrets in 'sql', and the site file says 'custom my.module.Store'" install_bundle "$FILE" "$WORK/custom.yaml"
  grep -q 'Secrets migration strategy' "$WORK/said" || die "ZenML's guide is not named"
  (umask 077 && printf '%s' "$(openssl rand -hex 32)" >"$WORK/other-key")
  with_store other-encryption "secretsStore: {sql: {encryptionKey: {file: $WORK/other-key}}}"
  expect 2 'is another one than the server runs with' plan "$FILE" "$WORK/other-encryption.yaml"
  if grep -qF "$(cat "$WORK/other-key")" "$WORK/said"; then die "the key was printed"; fi
  key=$(secret_part bundle-system $record encryptionKey)
  inside kubectl -n bundle-system patch secret $record --type json -p '[{"op": "remove", "path": "/data/encryptionKey"}]' >/dev/null
  expect 2 'bundle-system/workspace-production has it no more' plan "$FILE"
  with_store again 'secretsStore: {sql: {encryptionKey: {secret: {namespace: zenml-pro-production, name: bundle-values, key: encryptionKey}}}}'
  expect 0 'keep a copy in your key escrow' plan "$FILE" "$WORK/again.yaml"
  install_bundle "$FILE" "$WORK/again.yaml" >"$WORK/said" 2>&1 || { cat "$WORK/said" >&2; die "the former key was not taken"; }
  [ "$(secret_part bundle-system $record encryptionKey)" = "$key" ] || die "the key is another one"
  [ "$(server_info secrets_readable)" = true ] || die "the server cannot read its secrets"
  if helms_values | grep -qF "$key"; then die "Helm keeps the encryption key"; fi
  helms_values | grep -qF secretsStore || die "what Helm keeps could not be read"
}

# Back to the database without TLS: what comes after is tried with the site file of before.
former_database() {
  cp "$WORK/site.keep" "$WORK/site.yaml"
  expect 0 'installed  release' install_here
  [ "$(server_info database_tls)" = false ] || die "the server still speaks TLS to its database"
}
