# shellcheck shell=bash
# The parts of the whole trip, for the demo and the tests that take it: a source registry, a bundle, a site with a cluster.
# shellcheck disable=SC2034,SC2154  # WORK is set by whoever sources this, the rest is used there
# shellcheck source=lib/source-registry.sh
. "$(dirname "${BASH_SOURCE[0]}")/source-registry.sh"

RELEASE=2026.11.0
CONTROL_PLANE=0.13.18
WORKSPACE=0.95.1
HOST=zenml.airgap.test
PRODUCTION=production.$HOST

# change_byte FILE OFFSET   makes one byte another one, whatever it was: a fixed new byte may be the one that is there
change_byte() {
  local byte
  byte=$(od -An -tu1 -j "$2" -N 1 "$1")
  # shellcheck disable=SC2059  # an octal escape is the format
  printf "\\$(printf '%03o' $((byte ^ 255)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# start_trip NAME   sets WORK, a folder of this run, and undoes everything when the script ends; KEEP=1 keeps the folder
start_trip() {
  TRIP=$1
  CHILDREN=() # processes that end with the script
  WORK=$(mktemp -d "/var/tmp/airgap-$TRIP.XXXXXX")
  chmod 711 "$WORK" # the databases of the cluster run as users of their own, and must get through
  export CLUSTER_DIR=$WORK/cluster
  BUNDLE=$ROOT/target/bundle/bin/bundle
  FILE=$WORK/zenml-$RELEASE.tar
  trap clean_up EXIT
  trap 'exit 130' INT TERM
}

clean_up() {
  local code=$?
  trap - EXIT
  stop_source_registry
  [ ${#CHILDREN[@]} -eq 0 ] || kill "${CHILDREN[@]}" 2>/dev/null || true
  "$ROOT/scripts/cluster" down || true
  if [ -z "${KEEP:-}" ]; then rm -rf "$WORK"; else say "kept: $WORK"; fi
  [ $code -eq 0 ] || say "$TRIP FAILED with exit code $code"
  exit $code
}

inside() { "$ROOT/scripts/cluster" exec "$@"; }

source_registry() {
  start_source_registry "$WORK/source"
  docker_config "$WORK/docker"
  "$ROOT/samples/standin/publish" --registry "$SOURCE_REGISTRY/zenml" --ca "$SOURCE_CA" --versions "$CONTROL_PLANE,$WORKSPACE,$WORKSPACE"
}

# spec FILE CA   what to build out of the source registry
spec() {
  cat >"$1" <<Y
apiVersion: airgap.dev/v1
kind: BundleSpec
release: $RELEASE
product: zenml-pro
versions: {controlPlane: $CONTROL_PLANE, workspace: $WORKSPACE, client: $WORKSPACE}
platform: linux/amd64
sources:
  images: $SOURCE_REGISTRY/zenml
  charts: oci://$SOURCE_REGISTRY/zenml/charts
registries:
  "$SOURCE_REGISTRY": {ca: $2}
documents: [release-notes.md]
Y
}

create() {
  "$BUNDLE" keygen --name "Example release" --out "$WORK/keys" --no-passphrase
  spec "$WORK/bundle.yaml" "$SOURCE_CA"
  echo "Release notes of $RELEASE" >"$WORK/release-notes.md"
  DOCKER_CONFIG=$WORK/docker "$BUNDLE" create -f "$WORK/bundle.yaml" --key "$WORK/keys/signer.key" --cert "$WORK/keys/signer.pem" -o "$FILE"
}

# The commands as they stand in manifest.txt, with nothing of ours.
stock_check() {
  local signature files extras
  mkdir "$WORK/review"
  cp "$WORK/keys/signer.pem" "$WORK/review/SIGNER.pem"
  tar --no-same-owner --no-same-permissions -C "$WORK/review" -xf "$FILE" zenml-air-gapped-bundle
  cd "$WORK/review/zenml-air-gapped-bundle" || return
  signature=$(sed -n 's/^#   signature   //p' manifest.txt)
  files=$(sed -n 's/^#   files       //p' manifest.txt)
  extras=$(sed -n 's/^#   no extras   //p' manifest.txt)
  if [ -z "$signature" ] || [ -z "$files" ] || [ -z "$extras" ]; then die "manifest.txt does not print its three commands"; fi
  eval "${signature//SIGNER.pem/..\/SIGNER.pem}"
  eval "$files"
  eval "$extras"
  cd "$ROOT" || return
  say "accepted by openssl, sha256sum and diff"
}

# shellcheck disable=SC2153  # `cluster env` sets what is used here
site_file() {
  cat >"$WORK/site.yaml" <<Y
apiVersion: airgap.dev/v1
kind: Site
registry:
  prefix: $CLUSTER_REGISTRY/zenml
  ca: $CLUSTER_CA
  credentials: {username: {env: PUSH_USER}, password: {file: $CLUSTER_REGISTRY_PUSH_PASSWORD_FILE}}
  pullCredentials: {username: {env: PULL_USER}, password: {file: $CLUSTER_REGISTRY_PULL_PASSWORD_FILE}}
ingress: {className: nginx, address: $CLUSTER_IP}
tls:
  internalCa: {domain: $HOST}
controlPlane:
  namespace: zenml-pro
  host: $HOST
  database: {type: postgres, host: $CLUSTER_DATABASE_HOST, name: zenml_pro, username: zenml_pro, password: {file: $CLUSTER_POSTGRES_ZENML_PRO_PASSWORD_FILE}}
workspaces:
  - name: production
    organization: Example
    host: $PRODUCTION
    database: {host: $CLUSTER_DATABASE_HOST, name: zenml_production, username: zenml_production, password: {file: $CLUSTER_MYSQL_ZENML_PRODUCTION_PASSWORD_FILE}}
Y
}

# shellcheck disable=SC2153  # `cluster env` sets what is used here
cluster_up() {
  "$ROOT/scripts/cluster" up
  eval "$("$ROOT/scripts/cluster" env)"
  site_file
}

# The program out of the checked bundle, not the one that was built here.
unpack_program() {
  tar -C "$WORK/review" -xzf "$WORK"/review/zenml-air-gapped-bundle/installer/bundle-*.tar.gz
  PROGRAM=$WORK/review/bundle/bin/bundle
}

run_inside() { inside env PUSH_USER="$CLUSTER_REGISTRY_PUSH_USER" PULL_USER="$CLUSTER_REGISTRY_PULL_USER" "$PROGRAM" "$@"; }
