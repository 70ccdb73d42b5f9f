# shellcheck shell=bash
# The site's databases: PostgreSQL for the control plane, MariaDB for the workspaces.

start_databases() {
  make_secret postgres-zenml_pro
  make_secret mysql-zenml_production
  make_secret mysql-zenml_staging
  start_postgres
  start_mariadb
  await postgres answers postgres_sql
  postgres_sql >>"$CLUSTER_DIR/log/postgres-setup" 2>&1 <<SQL || fail_part postgres-setup "failed"
CREATE ROLE zenml_pro LOGIN PASSWORD '$(secret postgres-zenml_pro)';
CREATE DATABASE zenml_pro OWNER zenml_pro;
SQL
  await mariadb answers mariadb_sql
  mariadb_accounts zenml_production zenml_staging |
    mariadb_sql >>"$CLUSTER_DIR/log/mariadb-setup" 2>&1 || fail_part mariadb-setup "failed"
}

# usage: as USER CMD [ARG...]
as() {
  local user=$1
  shift
  setpriv --reuid="$user" --regid="$(id -gn "$user")" --init-groups -- "$@"
}

# usage: database_folder NAME USER
database_folder() {
  mkdir -m 700 "$CLUSTER_DIR/$1"
  chown "$2:" "$CLUSTER_DIR/$1"
  as "$2" test -x "$CLUSTER_DIR/$1" || fail "user $2 cannot reach CLUSTER_DIR $CLUSTER_DIR: take one below /var/tmp"
}

# usage: answers CMD   CMD reads SQL.
answers() { "$@" <<<'SELECT 1;'; }

postgres_programs() { printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1; }

start_postgres() {
  local programs data=$CLUSTER_DIR/postgres/data
  programs=$(postgres_programs)
  database_folder postgres postgres
  quietly postgres-setup as postgres "$programs/initdb" --pgdata "$data" --no-sync --encoding UTF8 --locale C.UTF-8
  printf 'local all all peer\nhost all all 0.0.0.0/0 scram-sha-256\n' >"$data/pg_hba.conf"
  cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '$NODE_IP'
unix_socket_directories = '$CLUSTER_DIR/postgres'
max_connections = 50
fsync = off
CONF
  start postgres setpriv --reuid=postgres --regid=postgres --init-groups -- "$programs/postgres" -D "$data"
}

postgres_sql() { as postgres psql -X -q -v ON_ERROR_STOP=1 -h "$CLUSTER_DIR/postgres" -d postgres; }

start_mariadb() {
  database_folder mariadb mysql
  quietly mariadb-setup mariadb-install-db --no-defaults --user=mysql --datadir="$CLUSTER_DIR/mariadb/data" \
    --skip-test-db --auth-root-authentication-method=socket --skip-name-resolve --innodb-log-file-size=16M
  start mariadb mariadbd --no-defaults --user=mysql --datadir="$CLUSTER_DIR/mariadb/data" \
    --bind-address="$NODE_IP" --socket="$CLUSTER_DIR/mariadb/socket" --pid-file="$CLUSTER_DIR/mariadb/pid" \
    --skip-name-resolve --max-connections=50 --innodb-log-file-size=16M --innodb-flush-log-at-trx-commit=0 \
    --character-set-server=utf8mb4
}

mariadb_sql() { mariadb --no-defaults --socket="$CLUSTER_DIR/mariadb/socket" --user=root; }

# usage: mariadb_accounts NAME...   Writes the SQL of a database and a user of the same name, who may do all in it.
mariadb_accounts() {
  local name
  for name in "$@"; do
    printf "CREATE DATABASE %s; GRANT ALL ON %s.* TO %s@'%%' IDENTIFIED BY '%s';\n" \
      "$name" "$name" "$name" "$(secret "mysql-$name")"
  done
}
