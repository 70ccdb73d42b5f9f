# shellcheck shell=bash
# The bundles of scripts/test-site: one to install, and its siblings.

# A bundle of the same images with another release; the source registry still runs.
other_bundle() {
  sed "s/^release: .*/release: $1/" "$WORK/bundle.yaml" >"$WORK/other.yaml"
  DOCKER_CONFIG=$WORK/docker "$BUNDLE" create -f "$WORK/other.yaml" --key "$WORK/keys/signer.key" --cert "$WORK/keys/signer.pem" -o "$2" --created "$3" --quiet
}

# delta FILE   the next release without what this one has: its client has a manifest of its own over the same layers
delta() {
  local repository="docker://$SOURCE_REGISTRY/zenml/zenml"
  SSL_CERT_FILE=$SOURCE_CA skopeo copy -q --authfile "$WORK/docker/config.json" --format oci "$repository:$WORKSPACE" "$repository:$NEXT_CLIENT"
  sed "s/^release: .*/release: $NEXT/; s/client: [0-9.]*/client: $NEXT_CLIENT/" "$WORK/bundle.yaml" >"$WORK/delta.yaml"
  DOCKER_CONFIG=$WORK/docker "$BUNDLE" create -f "$WORK/delta.yaml" --key "$WORK/keys/signer.key" --cert "$WORK/keys/signer.pem" -o "$1" --since "$FILE" --no-installer --quiet
  [ "$(stat -c %s "$1")" -lt $(($(stat -c %s "$FILE") / 10)) ] || die "the delta has $(stat -c %s "$1") bytes"
}

bundles() {
  create
  other_bundle 2026.10.0 "$WORK/older.tar" "$(date -u -d '-2 minutes' +%Y-%m-%dT%H:%M:%SZ)"
  other_bundle "$RELEASE" "$WORK/twin.tar" "$(date -u -d '-1 minute' +%Y-%m-%dT%H:%M:%SZ)"
  cp "$FILE" "$WORK/tampered.tar"
  change_byte "$WORK/tampered.tar" $(($(stat -c %s "$FILE") / 2))
  delta "$WORK/delta.tar"
  "$BUNDLE" keygen --name "Somebody else" --out "$WORK/other" --no-passphrase >/dev/null
}
