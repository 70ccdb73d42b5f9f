# shellcheck shell=bash
# The bundle as a tree, as a registry, and on a medium that changes or a machine that dies.

# The tree of the vendor's guide, written by `bundle export`: sha256sum checks it, and containerd imports each of its images.
exported() {
  local reference digest name
  "$BUNDLE" export "$FILE" --to "$WORK/exported" --trust "$WORK/keys/signer.pem" >/dev/null
  (cd "$WORK/exported" && sha256sum --check --strict --quiet manifest.txt) || die "an exported file is not what its manifest.txt says"
  jq -r '.images[] | .name + " " + .name + ":" + .tag + " " + .digest' "$WORK/exported/signed/manifest.json" | while read -r name reference digest; do
    inside ctr -a "$CLUSTER_DIR/containerd.sock" -n exported images import "$WORK/exported/images/$name.tar" >/dev/null
    inside ctr -a "$CLUSTER_DIR/containerd.sock" -n exported images ls >"$WORK/imported"
    grep -E "^docker.io/library/$reference .* $digest " "$WORK/imported" || die "ctr has no $reference with $digest: $(cat "$WORK/imported")"
  done
}

# The bundle as a registry: containerd pulls out of it, plain and over TLS, and so does another registry's cache for skopeo.
served() {
  local reference digest
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$WORK/serve.key" -out "$WORK/serve.crt" -subj '/CN=bundle serve' -days 2 -addext 'subjectAltName=IP:127.0.0.1' 2>/dev/null
  serve 5000
  serve 5443 --listen 127.0.0.1:5443 --tls-cert "$WORK/serve.crt" --tls-key "$WORK/serve.key"
  mkdir -p "$WORK/hosts/127.0.0.1:5443" # without it containerd speaks plain HTTP to a loopback address
  printf 'server = "https://127.0.0.1:5443"\n[host."https://127.0.0.1:5443"]\nca = "%s"\n' "$WORK/serve.crt" >"$WORK/hosts/127.0.0.1:5443/hosts.toml"
  cat >"$WORK/cache.yml" <<Y
version: 0.1
storage: {filesystem: {rootdirectory: $WORK/cache}}
http: {addr: "127.0.0.1:5001"}
proxy: {remoteurl: "http://127.0.0.1:5000"}
Y
  inside docker-registry serve "$WORK/cache.yml" >"$WORK/cache.log" 2>&1 &
  CHILDREN+=($!)
  jq -r '.images[] | .name + ":" + .tag + " " + .digest' "$WORK/receipt/manifest.json" >"$WORK/references"
  while read -r reference digest; do
    pulled_by_ctr --plain-http "127.0.0.1:5000/$reference" "$digest"
    pulled_by_ctr "--hosts-dir=$WORK/hosts" "127.0.0.1:5443/$reference" "$digest"
    [ "$(inside skopeo inspect --tls-verify=false --format '{{.Digest}}' "docker://127.0.0.1:5001/$reference")" = "$digest" ] || die "the cache has another $reference"
  done <"$WORK/references"
  say "pulled by ctr, plain and over TLS, and through a registry's cache: $(wc -l <"$WORK/references") images"
}

# serve PORT OPTION...   and waits until it answers
serve() {
  local port=$1 _
  shift
  inside "$BUNDLE" serve "$FILE" --trust "$WORK/keys/signer.pem" "$@" >"$WORK/serve-$port.log" 2>&1 &
  CHILDREN+=($!)
  for _ in $(seq 100); do
    grep -q '^serving ' "$WORK/serve-$port.log" && return
    sleep .1
  done
  cat "$WORK/serve-$port.log" >&2
  die "bundle serve does not answer on port $port"
}

# pulled_by_ctr HOW REFERENCE DIGEST
pulled_by_ctr() {
  inside ctr -a "$CLUSTER_DIR/containerd.sock" -n served images pull "$1" "$2" >"$WORK/pulled" 2>&1 || { cat "$WORK/pulled" >&2; die "ctr could not pull $2"; }
  inside ctr -a "$CLUSTER_DIR/containerd.sock" -n served images ls | grep -E "^$2 .* $3 " >/dev/null || die "ctr has another $2"
}

# Stopped, it makes a load wait right after it has verified the bundle.
registry_process() { inside cat "$CLUSTER_DIR/run/registry.pid"; }

# A byte changes on the medium between verification and push: it is noticed, and the registry never has that blob.
changed_on_the_medium() {
  local entry block code=0 pid blob
  cp "$FILE" "$WORK/moving.tar"
  entry=$(tar -tRvf "$WORK/moving.tar" | grep '/images/blobs/' | sort -k4,4n -t' ' | awk '{print $5, $0}' | sort -n | tail -1)
  block=$(sed -n 's/.*block \([0-9]*\):.*/\1/p' <<<"$entry")
  blob=${entry##*/}
  inside kill -STOP "$(registry_process)"
  load "$WORK/moving.tar" moving >"$WORK/logs.moving" 2>&1 &
  pid=$!
  for _ in $(seq 300); do
    grep -q '^images ' "$WORK/logs.moving" && break
    sleep .1
  done
  change_byte "$WORK/moving.tar" $(((block + 1) * 512 + 1000))
  inside kill -CONT "$(registry_process)"
  wait $pid || code=$?
  if [ $code -ne 3 ]; then cat "$WORK/logs.moving" >&2; die "exit code $code instead of 3"; fi
  grep -F "$blob" "$WORK/logs.moving" || { cat "$WORK/logs.moving" >&2; die "the blob is not named"; }
  for repository in $(registry_get _catalog | jq -r '.repositories[] | select(startswith("moving/"))'); do
    [ "$(registry_get "$repository/blobs/sha256:$blob" -o /dev/null -w '%{http_code}')" = 404 ] || die "the registry took a blob that had changed"
  done
}

# Killed in the middle of a load, and run again: all of it is there.
killed_load() {
  local pid
  inside kill -STOP "$(registry_process)"
  load "$FILE" killed >"$WORK/logs.killed" 2>&1 &
  pid=$!
  for _ in $(seq 300); do
    grep -q '^images ' "$WORK/logs.killed" && break
    sleep .1
  done
  inside kill -CONT "$(registry_process)"
  sleep .1
  inside pkill -KILL -f "$CLUSTER_REGISTRY/killed" || die "the load had ended before it could be killed"
  wait $pid && die "the load was not killed"
  expect 0 'loaded ' load "$FILE" killed
  pulled_back killed
}

# A tag that holds another image is not moved, unless that is asked for.
moved_tag() {
  inside env SSL_CERT_FILE="$CLUSTER_CA" skopeo copy -q --preserve-digests \
    --src-creds "$CLUSTER_REGISTRY_PUSH_USER:$(cat "$CLUSTER_REGISTRY_PUSH_PASSWORD_FILE")" --dest-creds "$CLUSTER_REGISTRY_PUSH_USER:$(cat "$CLUSTER_REGISTRY_PUSH_PASSWORD_FILE")" \
    "docker://$CLUSTER_REGISTRY/zenml/zenml:$WORKSPACE" "docker://$CLUSTER_REGISTRY/tags/zenml-pro-api:$CONTROL_PLANE"
  expect 4 'and were not moved' load "$FILE" tags
  [ "$(registry_get _catalog | jq '[.repositories[] | select(startswith("tags/"))] | length')" = 1 ] || die "something was pushed before the tags were looked at"
  expect 0 'loaded ' load "$FILE" tags --move-tags
}
