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

# An htpasswd file cannot tell what an account may: before the registry stands an nginx that lets the pull account only read.
start_registry() {
  local at=$CLUSTER_DIR/registry account
  mkdir -p "$at/data" "$at/tmp"
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
  addr: 127.0.0.1:5099
  secret: $(openssl rand -hex 16)
auth: {htpasswd: {realm: registry.$SITE_DOMAIN, path: $at/htpasswd}}
YAML
  chmod 600 "$at/config.yml"
  start registry docker-registry serve "$at/config.yml"
  registry_front >"$at/nginx.conf"
  start registry-front nginx -e stderr -c "$at/nginx.conf" -p "$at" -g 'daemon off;'
}

# Hands everything on as it comes, so that a request that hangs or is cut is the registry's own.
registry_front() {
  cat <<NGINX
user www-data;
worker_processes 2;
pid $CLUSTER_DIR/registry/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path tmp/body; proxy_temp_path tmp/proxy; fastcgi_temp_path tmp/fastcgi;
  uwsgi_temp_path tmp/uwsgi; scgi_temp_path tmp/scgi;
  map "\$remote_user \$request_method" \$may { default 1; "~^pull (POST|PUT|PATCH|DELETE)$" 0; }
  server {
    listen $NODE_IP:5000 ssl;
    ssl_certificate $CLUSTER_DIR/site/registry.crt;
    ssl_certificate_key $CLUSTER_DIR/site/registry.key;
    client_max_body_size 0;
    default_type application/json;
    proxy_http_version 1.1;
    proxy_request_buffering off;
    proxy_buffering off;
    proxy_read_timeout 1h;
    proxy_send_timeout 1h;
    location / {
      if (\$may = 0) { return 403 '{"errors":[{"code":"DENIED","message":"this account may only pull"}]}'; }
      proxy_pass http://127.0.0.1:5099;
      proxy_set_header Host \$http_host;
      proxy_set_header X-Forwarded-Proto https;
    }
  }
}
NGINX
}

registry_answers() { curl -sS --cacert "$CLUSTER_DIR/site/ca.crt" "https://$REGISTRY/v2/"; }
