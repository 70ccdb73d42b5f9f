# shellcheck shell=bash disable=SC2153 # HOST and host are two things
# Control plane and workspace both in MySQL, with databases and users that `bundle site sql` makes, and a volume for what a
# workspace's migration keeps. It wants a cluster in which nothing is installed, and the root of "a CA of the site, by openssl".

mysql_site() {
  awk -v root="$WORK/tls/root.pem" -v ours="{type: mysql, host: $CLUSTER_DATABASE_HOST, name: control_plane, username: control_plane, password: {file: $CLUSTER_POSTGRES_ZENML_PRO_PASSWORD_FILE}}" \
    -v theirs="{host: $CLUSTER_DATABASE_HOST, name: production, username: production, password: {file: $CLUSTER_MYSQL_ZENML_PRODUCTION_PASSWORD_FILE}, backup: {strategy: dump-file, volume: {size: 1Gi, storageClass: dumps}}}" '
    /^  database: \{type: postgres/ { print "  database: " ours; next }
    /^    database: .*zenml_production/ { print "    database: " theirs; next }
    /^controlPlane:/ { print "extraCas: [" root "]" }
    { print }' "$WORK/site.yaml" >"$WORK/mysql.yaml"
}

# As a database administrator would, with what is printed; the passwords are those of the site file.
mysql_databases() {
  local name
  bundle site sql -f "$WORK/mysql.yaml" >"$WORK/site.sql"
  if grep -q '(postgres)' "$WORK/site.sql"; then die "it prints SQL for a PostgreSQL that the site has not: $(cat "$WORK/site.sql")"; fi
  for name in control_plane:"$CLUSTER_POSTGRES_ZENML_PRO_PASSWORD_FILE" production:"$CLUSTER_MYSQL_ZENML_PRODUCTION_PASSWORD_FILE"; do
    sed "/${name%%:*}/s/<PASSWORD>/'$(cat "${name#*:}")'/" "$WORK/site.sql" >"$WORK/site.sql.next"
    mv "$WORK/site.sql.next" "$WORK/site.sql"
  done
  inside mariadb --no-defaults --socket="$CLUSTER_DIR/mariadb/socket" --user=root <"$WORK/site.sql"
  rm "$WORK/site.sql"
}

# A folder of the node as the one volume of its class: nothing here makes volumes by itself.
dump_volume() {
  mkdir -m 777 "$WORK/dumps"
  touch -d '1 hour ago' "$WORK/dumps"
  inside kubectl apply -f - >/dev/null <<Y
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: dumps}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: dumps}
spec: {storageClassName: dumps, capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: $WORK/dumps}}
Y
}

claim_of_dumps() { inside kubectl -n zenml-pro-production get pvc -o 'jsonpath={range .items[*]}{.metadata.uid} {.status.phase} {.spec.storageClassName}{end}'; }

all_in_mysql() {
  local claim changed
  mysql_site
  mysql_databases
  expect 5 'wants the storage class dumps, and the cluster has none' plan "$FILE" "$WORK/mysql.yaml"
  dump_volume
  expect 0 'takes the class dumps' plan "$FILE" "$WORK/mysql.yaml"
  expect 0 'proven and recorded' install_bundle "$FILE" "$WORK/mysql.yaml"
  [ "$(inside mariadb --no-defaults --socket="$CLUSTER_DIR/mariadb/socket" -Ne 'SELECT name FROM control_plane.workspaces')" = production ] || die "the control plane is not in MySQL"
  [ "$(inside psql "postgresql://zenml_pro:$(cat "$CLUSTER_POSTGRES_ZENML_PRO_PASSWORD_FILE")@$CLUSTER_DATABASE_HOST/zenml_pro" -Atc "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")" = 0 ] || die "something is in PostgreSQL"
  claim=$(claim_of_dumps)
  grep -qE '^[0-9a-f-]+ Bound dumps$' <<<"$claim" || die "the claim is: $claim"
  changed=$(stat -c %Y "$WORK/dumps")
  [ "$changed" -gt $(($(date +%s) - 1800)) ] || die "nothing was ever written to the volume"
  [ -z "$(ls "$WORK/dumps")" ] || die "the dump stays after a migration that went well: $(ls "$WORK/dumps")"
  expect 0 'nothing had to be changed' install_bundle "$FILE" "$WORK/mysql.yaml"
  expect 0 "release $NEXT: proven and recorded" install_bundle "$WORK/delta.tar" "$WORK/mysql.yaml"
  [ "$(claim_of_dumps)" = "$claim" ] || die "the claim was made anew: $claim, then $(claim_of_dumps)"
  expect 0 'all is well' bundle check -f "$WORK/mysql.yaml" --trust "$WORK/keys/signer.pem"
}
