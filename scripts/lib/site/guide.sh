# shellcheck shell=bash disable=SC2153 # HOST and host are two things
# docs/operator.md, word by word: each of its commands as it stands there, in a folder with nothing but what it begins with.

GUIDE=$ROOT/docs/operator.md

# guide_blocks   what stands between fences, with lines that go on joined, and without remarks
guide_blocks() { awk '/^```/ {inside = !inside; next} inside' "$GUIDE" | sed -e ':more' -e '/\\$/{N;s/ *\\\n */ /;b more' -e '}' | sed -E 's/ {2,}#.*$//; s/ +$//'; }

# operator LINE   runs a command of the guide, with this site's names and passwords in place of the guide's
operator() {
  local line=$1
  guide_blocks | grep -qxF -- "$line" || die "the guide does not say: $line"
  printf '%s\n' "$line" >>"$WORK/guide/done"
  line=${line//registry.mycompany.internal\/zenml/$CLUSTER_REGISTRY/guide}
  line=${line//PREFIX/$CLUSTER_REGISTRY/guide}
  line=${line//--username NAME/--username $CLUSTER_REGISTRY_PUSH_USER}
  line=${line//zenml.mycompany.internal/$HOST}
  line=${line//db.mycompany.internal/$CLUSTER_DATABASE_HOST}
  line=${line//10.0.0.20/$CLUSTER_IP}
  line=${line//workspace add NAME/workspace add staging}
  # shellcheck disable=SC2016  # expanded inside; a terminal, since install asks
  inside env -i PATH="$WORK/guide/bundle/bin:/usr/bin:/bin" HOME="$WORK/guide/home" LANG=C.UTF-8 KUBECONFIG="$CLUSTER_KUBECONFIG" \
    script -qec "cd '$WORK/guide' && set -a && . ./passwords && set +a && $line" /dev/null <<<yes
}

# What a courier and a colleague handed over, and the site's own: nothing else of this checkout.
guide_begins() {
  local at=$WORK/guide
  mkdir -p "$at/home"
  ln "$FILE" "$at/FILE"
  cp "$WORK/keys/signer.pem" "$at/SIGNER.pem"
  cp "$CLUSTER_CA" "$at/corp-ca.pem"
  cp "$CLUSTER_REGISTRY_PUSH_PASSWORD_FILE" "$at/push.password"
  (umask 077 && cat >"$at/passwords" <<Y
REGISTRY_USER=$CLUSTER_REGISTRY_PUSH_USER
REGISTRY_PASSWORD='$(cat "$CLUSTER_REGISTRY_PUSH_PASSWORD_FILE")'
PULL_USER=$CLUSTER_REGISTRY_PULL_USER
PULL_PASSWORD='$(cat "$CLUSTER_REGISTRY_PULL_PASSWORD_FILE")'
CP_DB_PASSWORD='$(cat "$CLUSTER_POSTGRES_ZENML_PRO_PASSWORD_FILE")'
WS_PRODUCTION_DB_PASSWORD='$(cat "$CLUSTER_MYSQL_ZENML_PRODUCTION_PASSWORD_FILE")'
WS_STAGING_DB_PASSWORD='$(cat "$CLUSTER_MYSQL_ZENML_STAGING_PASSWORD_FILE")'
Y
  )
}

# The first block of the guide, by a user who is not root; it must be silent but for fingerprint and signature.
guide_checks() {
  local at=$WORK/guide
  guide_blocks | sed -n '1,/^tar -xzf installer/p' >"$at/check"
  [ "$(wc -l <"$at/check")" = 7 ] || die "the guide checks a bundle with other lines than seven: $(cat "$at/check")"
  chown 65534:65534 "$at"
  (cd "$at" && setpriv --reuid=65534 --regid=65534 --clear-groups bash -e check) >"$WORK/said" 2>&1 || { cat "$WORK/said" >&2; die "the guide's checks refuse the bundle"; }
  if grep -vE '^sha256 Fingerprint=|^CMS Verification successful$' "$WORK/said"; then die "the guide's checks were not silent"; fi
  chown 0:0 "$at"
}

guided() {
  guide_begins
  guide_checks
  expect 0 'ok' operator 'bundle probe FILE --trust SIGNER.pem --registry PREFIX --ca corp-ca.pem --username NAME --password-file push.password'
  expect 0 'site.yaml' operator 'bundle site new --registry registry.mycompany.internal/zenml --ca corp-ca.pem --domain zenml.mycompany.internal --address 10.0.0.20 --database postgres://db.mycompany.internal/zenml_pro --workspace production --workspace-database db.mycompany.internal --organization Example'
  expect 0 'WS_PRODUCTION_DB_PASSWORD' operator 'bundle site check -f site.yaml'
  expect 0 'CREATE DATABASE' operator 'bundle site sql   -f site.yaml'
  operator 'bundle schema site > site.schema.json'
  jq -e . "$WORK/guide/site.schema.json" >/dev/null || die "the schema is no JSON"
  expect 0 'firewall' operator 'bundle plan    FILE -f site.yaml --trust SIGNER.pem'
  expect 0 'proven and recorded' operator 'bundle install FILE -f site.yaml --trust SIGNER.pem'
  expect 0 'helm' operator 'bundle status  -f site.yaml --trust SIGNER.pem'
  expect 0 'all is well' operator 'bundle check   -f site.yaml --trust SIGNER.pem'
  expect 0 'proven and recorded' operator "bundle install FILE -f site.yaml --trust SIGNER.pem --accept room='a node comes at six'"
  expect 0 'node-pull' operator 'bundle plan FILE -f site.yaml --trust SIGNER.pem --probe'
  expect 0 'saved the plan' operator 'bundle plan    FILE -f site.yaml --trust SIGNER.pem --save plan.json'
  expect 0 'installed  release' operator 'bundle install FILE -f site.yaml --trust SIGNER.pem --plan plan.json'
  guide_adds
  expect 0 'made       super-user anna' operator 'bundle users superuser anna -f site.yaml --to anna.password'
  guide_is_whole
}

# "Write it below workspaces: in the site file, make its database and its DNS record"
guide_adds() {
  cat >>"$WORK/guide/site.yaml" <<Y
  - name: staging
    organization: Example
    host: staging.$HOST
    database: {host: $CLUSTER_DATABASE_HOST, name: zenml_staging, username: zenml_staging, password: {env: WS_STAGING_DB_PASSWORD}}
Y
  expect 0 'workspace staging: proven and recorded' operator 'bundle workspace add NAME FILE -f site.yaml --trust SIGNER.pem'
}

# No command of the guide was left out; those of kubectl are tried with the workload manager.
guide_is_whole() {
  guide_blocks | grep '^bundle ' | sort -u >"$WORK/guide/all"
  diff "$WORK/guide/all" <(sort -u "$WORK/guide/done") || die "the guide has other commands than those that were tried"
}
