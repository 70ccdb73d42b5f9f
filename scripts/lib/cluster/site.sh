# shellcheck shell=bash
# What a site has around its Kubernetes: a private certificate authority, DNS, and the target registry.

start_site() {
  make_authority "$CLUSTER_DIR/site" "airgap.test corporate CA"
  start_dns
  start_registry
}

# Knows the site's hosts and the Services (there is no CoreDNS), and says at once that there is no other name.
# Every name below zenml.airgap.test leads to the ingress; --local gives it an empty answer, not NXDOMAIN, for AAAA.
start_dns() {
  mkdir -p "$CLUSTER_DIR/dns"
  : >"$CLUSTER_DIR/dns/services"
  printf '%s %s\n' "$NODE_IP" "registry.$SITE_DOMAIN" "$NODE_IP" "db.$SITE_DOMAIN" >"$CLUSTER_DIR/dns/hosts"
  start dns dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --user=root \
    --listen-address="$NODE_IP" --bind-interfaces --no-resolv --no-hosts --address=/#/ \
    --address="/zenml.$SITE_DOMAIN/$NODE_IP" --local="/zenml.$SITE_DOMAIN/" \
    --addn-hosts="$CLUSTER_DIR/dns/hosts" --addn-hosts="$CLUSTER_DIR/dns/services" \
    --log-queries --log-facility="$CLUSTER_DIR/log/dns-queries"
}

# usage: publish_services SERVICES_JSON   Lets DNS know the Services with an address of the cluster.
publish_services() {
  local names=$CLUSTER_DIR/dns/services
  jq -r '.items[] | select(.spec.clusterIP // "None" | . != "None")
    | "\(.spec.clusterIP) \(.metadata.name).\(.metadata.namespace).svc.cluster.local"' "$1" | sort >"$names.new"
  if cmp -s "$names.new" "$names"; then
    return
  fi
  cat "$names.new" >"$names"
  kill -HUP "$(cat "$CLUSTER_DIR/run/dns.pid")"
}

# The accounts have the same rights: an htpasswd file cannot tell them apart.
start_registry() {
  local at=$CLUSTER_DIR/registry account
  mkdir -p "$at/data"
  make_certificate "$CLUSTER_DIR/site" registry "/CN=registry.$SITE_DOMAIN" "DNS:registry.$SITE_DOMAIN,IP:$NODE_IP"
  for account in push pull; do
    make_secret "registry-$account"
    secret "registry-$account" | htpasswd -niB "$account" >>"$at/htpasswd"
  done
  cat >"$at/config.yml" <<YAML
version: 0.1
log: {level: info}
storage: {filesystem: {rootdirectory: $at/data}, delete: {enabled: true}}
http:
  addr: $NODE_IP:5000
  secret: $(openssl rand -hex 16)
  tls: {certificate: $CLUSTER_DIR/site/registry.crt, key: $CLUSTER_DIR/site/registry.key}
auth: {htpasswd: {realm: registry.$SITE_DOMAIN, path: $at/htpasswd}}
YAML
  chmod 600 "$at/config.yml"
  start registry docker-registry serve "$at/config.yml"
}

registry_answers() { curl -sS --cacert "$CLUSTER_DIR/site/ca.crt" "https://$REGISTRY/v2/"; }
