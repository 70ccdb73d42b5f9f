# shellcheck shell=bash
# A source registry on loopback, with TLS by a CA of its own and a password: Debian's docker-registry.

# serve_registry CONFIG LOG   sets SERVED_PID and SERVED_ADDRESS, host and port. The configuration asks for port 0, so the
# kernel picks one that nobody has, and for the log level info, as the registry says there which one it was.
serve_registry() {
  local _
  : >"$2"
  docker-registry serve "$1" >"$2" 2>&1 &
  SERVED_PID=$!
  for _ in $(seq 100); do
    SERVED_ADDRESS=$(sed -n 's/.*listening on \(127\.0\.0\.1:[0-9]*\).*/\1/p' "$2")
    [ -z "$SERVED_ADDRESS" ] || return 0
    kill -0 "$SERVED_PID" 2>/dev/null || break
    sleep .1
  done
  cat "$2" >&2
  return 1
}

# start_source_registry FOLDER   sets SOURCE_REGISTRY, SOURCE_CA, REGISTRY_USER, REGISTRY_PASSWORD, SOURCE_REGISTRY_PID
start_source_registry() {
  local dir=$1
  mkdir -p "$dir/data"
  SOURCE_CA=$dir/ca.crt
  REGISTRY_USER=vendor
  REGISTRY_PASSWORD=$(openssl rand -hex 16)
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$dir/ca.key" -out "$dir/ca.crt" -subj '/CN=source registry CA' -days 2 2>/dev/null
  openssl req -newkey rsa:2048 -nodes -keyout "$dir/tls.key" -out "$dir/tls.csr" -subj '/CN=source registry' 2>/dev/null
  openssl x509 -req -in "$dir/tls.csr" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -CAcreateserial -days 2 -out "$dir/tls.crt" \
    -extfile <(echo 'subjectAltName=IP:127.0.0.1') 2>/dev/null
  printf '%s' "$REGISTRY_PASSWORD" | htpasswd -iBc "$dir/htpasswd" "$REGISTRY_USER" 2>/dev/null
  cat >"$dir/config.yml" <<Y
version: 0.1
log: {level: info, accesslog: {disabled: true}}
storage: {filesystem: {rootdirectory: $dir/data}, delete: {enabled: true}}
http: {addr: 127.0.0.1:0, tls: {certificate: $dir/tls.crt, key: $dir/tls.key}}
auth: {htpasswd: {realm: source, path: $dir/htpasswd}}
Y
  serve_registry "$dir/config.yml" "$dir/log" || { SOURCE_REGISTRY_PID=$SERVED_PID; return 1; }
  SOURCE_REGISTRY_PID=$SERVED_PID
  SOURCE_REGISTRY=$SERVED_ADDRESS
  export REGISTRY_USER REGISTRY_PASSWORD
  curl -sf --retry 5 --retry-connrefused --cacert "$SOURCE_CA" -u "$REGISTRY_USER:$REGISTRY_PASSWORD" "https://$SOURCE_REGISTRY/v2/" >/dev/null ||
    { cat "$dir/log" >&2; return 1; }
}

stop_source_registry() {
  [ -n "${SOURCE_REGISTRY_PID:-}" ] || return 0
  kill "$SOURCE_REGISTRY_PID" 2>/dev/null || true
  wait "$SOURCE_REGISTRY_PID" 2>/dev/null || true
  SOURCE_REGISTRY_PID=
}

# docker_config FOLDER   what `docker login` would have written, for the registry above
docker_config() {
  mkdir -p "$1"
  (umask 077 && printf '{"auths": {"%s": {"auth": "%s"}}}\n' "$SOURCE_REGISTRY" "$(printf '%s:%s' "$REGISTRY_USER" "$REGISTRY_PASSWORD" | base64 -w0)" >"$1/config.json")
}
