# shellcheck shell=bash
# What the build has the program do while it is recorded: a small release, created, verified and loaded, with TLS and a
# password as at most sites. The images are four layers of random bytes, of which there must be enough: what decrypts and hashes
# them has to become hot in the rehearsal, or it is interpreted for seconds in the first act. The charts are the stand-in's.
# shellcheck disable=SC2154  # ROOT is set by whoever sources this
# shellcheck source=lib/source-registry.sh
. "$(dirname "${BASH_SOURCE[0]}")/source-registry.sh"

CONTROL_PLANE_REHEARSED=0.13.18
WORKSPACE_REHEARSED=0.95.1
LAYER_BYTES=120000000

registry_curl() { curl -sS --fail --cacert "$SOURCE_CA" -u "$REGISTRY_USER:$REGISTRY_PASSWORD" "$@"; }

# push_blob REPOSITORY FILE   prints its digest and size
push_blob() {
  local digest upload
  digest=sha256:$(sha256sum <"$2" | cut -c1-64)
  upload=$(registry_curl -X POST -o /dev/null -w '%header{location}' "https://$SOURCE_REGISTRY/v2/$1/blobs/uploads/")
  registry_curl -o /dev/null -T "$2" "$upload&digest=$digest"
  echo "$digest $(stat -c %s "$2")"
}

# push_image NAME TAG FOLDER
push_image() {
  local layer config of=application/vnd.oci.image
  head -c $LAYER_BYTES /dev/urandom >"$3/layer"
  printf '{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' "$(sha256sum <"$3/layer" | cut -c1-64)" >"$3/config"
  read -ra layer <<<"$(push_blob "release/$1" "$3/layer")"
  read -ra config <<<"$(push_blob "release/$1" "$3/config")"
  printf '{"schemaVersion":2,"mediaType":"%s.manifest.v1+json","config":{"mediaType":"%s.config.v1+json","digest":"%s","size":%s},"layers":[{"mediaType":"%s.layer.v1.tar","digest":"%s","size":%s}]}' \
    $of $of "${config[@]}" $of "${layer[@]}" >"$3/manifest"
  registry_curl -o /dev/null -X PUT -H "Content-Type: $of.manifest.v1+json" --data-binary "@$3/manifest" "https://$SOURCE_REGISTRY/v2/release/$1/manifests/$2"
}

# pack_chart NAME VERSION FOLDER
pack_chart() {
  cp -r "$ROOT/samples/standin/charts/$1" "$3/$1"
  sed -i "s/^version:.*/version: $2/" "$3/$1/Chart.yaml"
  tar -C "$3" -czf "$3/charts/$1-$2.tgz" "$1"
}

# prepare_rehearsal FOLDER
prepare_rehearsal() {
  local image
  mkdir -p "$1/charts"
  start_source_registry "$1/registry"
  docker_config "$1/docker"
  for image in zenml-pro-api zenml-pro-dashboard; do push_image $image $CONTROL_PLANE_REHEARSED "$1"; done
  for image in zenml-pro-server zenml; do push_image $image $WORKSPACE_REHEARSED "$1"; done
  pack_chart zenml-pro $CONTROL_PLANE_REHEARSED "$1"
  pack_chart zenml $WORKSPACE_REHEARSED "$1"
  printf '%s' "$REGISTRY_PASSWORD" >"$1/password"
  cat >"$1/bundle.yaml" <<Y
apiVersion: airgap.dev/v1
kind: BundleSpec
release: 1.0.0
product: zenml-pro
versions: {controlPlane: $CONTROL_PLANE_REHEARSED, workspace: $WORKSPACE_REHEARSED, client: $WORKSPACE_REHEARSED}
sources: {images: "$SOURCE_REGISTRY/release", charts: charts}
registries:
  "$SOURCE_REGISTRY": {ca: $SOURCE_CA}
Y
}

# rehearsed_commands FOLDER   one word a line, for Rehearsal: each command after its exit code
rehearsed_commands() {
  local trust=(--trust "$1/keys/signer.pem")
  local load=(0 load "$1/rehearsed.tar" "${trust[@]}" --registry "$SOURCE_REGISTRY/site" --ca "$SOURCE_CA" --username "$REGISTRY_USER" --password-file "$1/password")
  printf '%s\n' 0 keygen --name rehearsal --no-passphrase --out "$1/keys" \
    --next 0 create -f "$1/bundle.yaml" --key "$1/keys/signer.key" --cert "$1/keys/signer.pem" -o "$1/rehearsed.tar" --no-installer \
    --next 0 verify "$1/rehearsed.tar" "${trust[@]}" \
    --next 0 inspect "$1/rehearsed.tar" \
    --next "${load[@]}" --next "${load[@]}" \
    --next 0 --help
}
