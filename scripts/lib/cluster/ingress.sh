# shellcheck shell=bash
# Stands for ingress-nginx: an nginx whose configuration follows the Ingress objects of class nginx and their TLS secrets.

start_ingress() {
  local at=$CLUSTER_DIR/ingress
  mkdir "$at" "$at"/{tls,tmp}
  chmod 700 "$at/tls"
  make_key "$at/default.key"
  openssl req -x509 -new -key "$at/default.key" -out "$at/default.crt" -days 365 \
    -subj "/CN=Kubernetes Ingress Controller Fake Certificate" -addext subjectAltName=DNS:ingress.local
  api /apis/networking.k8s.io/v1/ingressclasses -o /dev/null -H 'Content-Type: application/json' -d '{
    "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": {"name": "nginx"},
    "spec": {"controller": "k8s.io/ingress-nginx"}}'
  follow_objects
  start ingress nginx -c "$at/nginx.conf" -p "$at" -g 'daemon off;'
  await ingress curl -sko /dev/null "https://$NODE_IP/"
  await registry registry_answers
  start site-loop "$SCRIPTS/cluster" site-loop
}

# Looks again whenever an Ingress, a Service or a TLS secret changes, and every 10 s in case that a change was missed.
site_loop() {
  {
    watch_objects /apis/networking.k8s.io/v1/ingresses &
    watch_objects /api/v1/services &
    watch_objects /api/v1/secrets type=kubernetes.io/tls &
    wait
  } | while :; do
    read -r -t 10 || [ $? -gt 128 ] || exit 1 # more than 128: nothing came for 10 s
    while read -r -t 0.1; do :; done
    follow_objects || echo "could not follow the objects; trying again with the next change" >&2
  done
}

# usage: watch_objects PATH [FIELD_SELECTOR]   Writes a short line for each change.
watch_objects() {
  while :; do
    api "$1?watch=true&timeoutSeconds=600&fieldSelector=${2:-}" -N | jq --unbuffered -r .type || true
    sleep 1
  done
}

follow_objects() (
  set -e # in a subshell, so that it holds although the caller looks at the outcome
  cd "$CLUSTER_DIR/ingress"
  umask 077
  api /apis/networking.k8s.io/v1/ingresses -o ingresses.json
  api /api/v1/services -o services.json
  api "/api/v1/secrets?fieldSelector=type=kubernetes.io/tls" -o secrets.json
  publish_services services.json
  write_tls_pairs
  write_nginx_conf
  publish_addresses
)

# Writes the pairs of all TLS secrets to tls/NAMESPACE_NAME.{crt,key}, and the list of the usable ones to pairs.json.
write_tls_pairs() {
  local name crt key
  jq -r '.items[] | [.metadata.namespace + "_" + .metadata.name, .data["tls.crt"] // "", .data["tls.key"] // ""] | @tsv' \
    secrets.json | while IFS=$'\t' read -r name crt key; do
    base64 -d <<<"$crt" >"tls/$name.crt"
    base64 -d <<<"$key" >"tls/$name.key"
    if is_pair "tls/$name"; then
      printf '%s\n' "$name"
    fi
  done | jq -R . | jq -s . >pairs.json
}

is_pair() {
  local public
  public=$(openssl x509 -in "$1.crt" -noout -pubkey 2>/dev/null) || return 1
  [ "$public" = "$(openssl pkey -in "$1.key" -pubout 2>/dev/null)" ]
}

write_nginx_conf() {
  jq -rn --arg at "$CLUSTER_DIR/ingress" --arg log "$CLUSTER_DIR/log" --arg address "$NODE_IP" \
    --slurpfile ingresses ingresses.json --slurpfile services services.json --slurpfile pairs pairs.json \
    -f "$SCRIPTS/lib/cluster/ingress.jq" >nginx.conf.new
  # A renewed certificate changes its file, not the configuration.
  find tls -type f -exec sha256sum {} + | sort | sed 's/^/# /' >>nginx.conf.new
  if cmp -s nginx.conf.new nginx.conf; then
    return
  fi
  nginx -q -t -c "$PWD/nginx.conf.new" -p "$PWD"
  mv nginx.conf.new nginx.conf
  [ ! -e "$CLUSTER_DIR/run/ingress.pid" ] || kill -HUP "$(cat "$CLUSTER_DIR/run/ingress.pid")"
}

# Writes the ingress address into the status of each Ingress of ours.
publish_addresses() {
  local path
  jq -r --arg address "$NODE_IP" '.items[]
    | select((.spec.ingressClassName // .metadata.annotations["kubernetes.io/ingress.class"]) == "nginx")
    | select(.status.loadBalancer.ingress != [{ip: $address}])
    | "/apis/networking.k8s.io/v1/namespaces/\(.metadata.namespace)/ingresses/\(.metadata.name)/status"' ingresses.json |
    while read -r path; do
      api "$path" -o /dev/null -X PATCH -H 'Content-Type: application/merge-patch+json' \
        -d "{\"status\": {\"loadBalancer\": {\"ingress\": [{\"ip\": \"$NODE_IP\"}]}}}"
    done
}
