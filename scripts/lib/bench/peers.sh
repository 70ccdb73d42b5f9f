# shellcheck shell=bash
# What skopeo and crane are asked to do for the same work: the images into one file, and that file into a registry. Neither
# makes one file by itself, so a layout is packed with tar. They run in subshells of the measurement, as exported functions.
# shellcheck disable=SC2154  # WORK and CRANE are exported by the bench

images() { cat "$WORK/images"; }

skopeo_create() {
  local image source
  source=$(cat "$WORK/source.address")
  for image in $(images); do
    # shellcheck disable=SC2086  # the options are words
    skopeo copy -q ${SKOPEO_SOURCE:---src-tls-verify=false} "docker://$source/zenml/$image" "oci:$WORK/skopeo:$image" || return 1
  done
  tar -C "$WORK" -cf "$WORK/skopeo.tar" skopeo
}

skopeo_load() {
  local image
  mkdir "$WORK/unpacked" && tar -C "$WORK/unpacked" -xf "$WORK/skopeo.tar" || return 1
  for image in $(images); do
    skopeo copy -q --dest-tls-verify=false "oci:$WORK/unpacked/skopeo:$image" "docker://$(cat "$WORK/target.address")/zenml/$image" || return 1
  done
}

crane_create() {
  local source
  source=$(cat "$WORK/source.address")
  # shellcheck disable=SC2046,SC2086  # one word an image; the option may be none
  "$CRANE" pull ${CRANE_INSECURE---insecure} --format=oci $(images | sed "s#^#$source/zenml/#") "$WORK/crane" || return 1
  tar -C "$WORK" -cf "$WORK/crane.tar" crane
}

# crane pushes a layout of one image: each gets an index of its own over the same blobs.
crane_load() {
  local image one at=0
  mkdir "$WORK/unpacked" && tar -C "$WORK/unpacked" -xf "$WORK/crane.tar" || return 1
  for image in $(images); do
    one=$WORK/unpacked/$at
    mkdir "$one" && ln -s ../crane/blobs "$one/blobs" && cp "$WORK/unpacked/crane/oci-layout" "$one/" || return 1
    jq "{schemaVersion, mediaType, manifests: [.manifests[$at]]}" "$WORK/unpacked/crane/index.json" >"$one/index.json"
    "$CRANE" push --insecure "$one" "$(cat "$WORK/target.address")/zenml/$image" >/dev/null || return 1
    at=$((at + 1))
  done
}
