# shellcheck shell=bash disable=SC2153 # HOST and host are two things
# Each form of certificates, by openssl and curl.

# tls_form NAME LINES   the site file with another form of certificates
tls_form() { awk -v lines="$2" '/^  internalCa: /{print lines; next} {print}' "$WORK/site.yaml" >"$WORK/$1.yaml"; }

# pair NAME CA EXTENSION...   a key and a certificate by that CA, or a root by itself
pair() {
  local at=$WORK/tls by=() extension
  if [ "$1" != "$2" ]; then by=(-CA "$at/$2.pem" -CAkey "$at/$2.key"); fi
  for extension in "${@:3}"; do by+=(-addext "$extension"); done
  printf '[req]\ndistinguished_name=dn\n[dn]\n' >"$at/openssl.cnf"
  openssl req -x509 -config "$at/openssl.cnf" -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 365 \
    -subj "/CN=$1" -keyout "$at/$1.key" -out "$at/$1.pem" "${by[@]}" 2>/dev/null
}

# answers CA   curl accepts what both hosts show, with that CA alone
answers() {
  local host
  for host in "$HOST" "$PRODUCTION"; do
    inside curl -sS --fail -o /dev/null --cacert "$1" "https://$host/health" || die "curl does not accept the certificate of $host"
    if inside curl -sS --fail -o /dev/null --cacert "$WORK/ca.crt" "https://$host/health" 2>"$WORK/said"; then die "$host still has the old certificate"; fi
  done
}

corporate_authority() {
  local usage=keyUsage=critical,keyCertSign,cRLSign ca=basicConstraints=critical,CA:TRUE
  mkdir -p "$WORK/tls"
  pair root root "$ca" "$usage"
  pair sub root "$ca" "$usage"
  pair server sub "subjectAltName=DNS:$HOST,DNS:*.$HOST" extendedKeyUsage=serverAuth
  pair narrow sub "subjectAltName=DNS:$HOST" extendedKeyUsage=serverAuth
  cat "$WORK/tls/server.pem" "$WORK/tls/sub.pem" >"$WORK/tls/chain.pem"
  cat "$WORK/tls/sub.pem" "$WORK/tls/root.pem" >"$WORK/tls/corporate.pem"
}

# Certificates out of files: what is wrong is said by site check and plan; what is good is served, by a CA that pods trust.
given_certificates() {
  local at=$WORK/tls
  tls_form broken "  certificates: {cert: $at/narrow.pem, key: {file: $at/narrow.key}}\n  ca: $at/root.pem"
  expect 2 "is not for $PRODUCTION, but for $HOST" bundle site check -f "$WORK/broken.yaml"
  expect 2 "append the certificate of that issuer" bundle site check -f "$WORK/broken.yaml"
  tls_form foreign-key "  certificates: {cert: $at/chain.pem, key: {file: $at/narrow.key}}\n  ca: $at/root.pem"
  expect 2 "does not belong to the certificate of CN=server" plan "$FILE" "$WORK/foreign-key.yaml"
  tls_form given "  certificates: {cert: $at/chain.pem, key: {file: $at/server.key}}\n  ca: $at/root.pem"
  expect 0 "certificate of $HOST: ends " plan "$FILE" "$WORK/given.yaml"
  expect 0 "proven and recorded" install_bundle "$FILE" "$WORK/given.yaml"
  answers "$at/root.pem"
  expect 0 "nothing had to be changed" install_bundle "$FILE" "$WORK/given.yaml"
}

# A CA of the site that signs here: its key is nowhere in the cluster.
given_authority() {
  local at=$WORK/tls line
  inside kubectl -n zenml-pro delete secret zenml-tls >/dev/null
  inside kubectl -n zenml-pro-production delete secret zenml-tls >/dev/null
  tls_form issuing "  givenCa: {cert: $at/corporate.pem, key: {file: $at/sub.key}}"
  expect 0 "installed  release" install_bundle "$FILE" "$WORK/issuing.yaml"
  answers "$at/root.pem"
  line=$(sed -n 3p "$at/sub.key")
  if inside kubectl get secrets -A -o json | jq -r '.items[].data // {} | .[] | @base64d' | grep -qF "$line"; then die "the CA's key is in the cluster"; fi
  expect 0 "nothing had to be changed" install_bundle "$FILE" "$WORK/issuing.yaml"
}

# A CA that signs elsewhere: the same command goes on when a person has run the lines that it printed.
signed_by_hand() {
  local at=$WORK/tls line
  inside kubectl -n zenml-pro delete secret zenml-tls >/dev/null
  inside kubectl -n zenml-pro-production delete secret zenml-tls >/dev/null
  tls_form by-hand "  givenCa: {cert: $at/corporate.pem, requests: $at/requests}"
  expect 7 "certificates have to be signed by 'CN=sub'" install_bundle "$FILE" "$WORK/by-hand.yaml"
  grep '^  openssl x509 ' "$WORK/said" >"$WORK/lines"
  [ "$(wc -l <"$WORK/lines")" = 2 ] || die "there should be two lines: $(cat "$WORK/lines")"
  while read -r line; do
    line=${line//CA.pem/$at/sub.pem}
    eval "${line//CA.key/$at/sub.key}" 2>/dev/null
  done <"$WORK/lines"
  expect 0 "certificate of $PRODUCTION: ends " install_bundle "$FILE" "$WORK/by-hand.yaml"
  answers "$at/root.pem"
  expect 0 "nothing had to be changed" install_bundle "$FILE" "$WORK/by-hand.yaml"
}

# Secrets that somebody else writes: asked for when they are missing, judged, and not touched.
existing_secrets() {
  local at=$WORK/tls namespace before
  tls_form existing "  secret: corp-tls\n  ca: $at/root.pem"
  expect 7 "kubectl -n zenml-pro create secret tls corp-tls" install_bundle "$FILE" "$WORK/existing.yaml"
  for namespace in zenml-pro zenml-pro-production; do
    inside kubectl -n $namespace create secret tls corp-tls --cert="$at/chain.pem" --key="$at/server.key" >/dev/null
  done
  before=$(inside kubectl get secrets -A --field-selector metadata.name=corp-tls -o json | jq -c '[.items[].metadata.resourceVersion]')
  expect 0 "installed  release" install_bundle "$FILE" "$WORK/existing.yaml"
  answers "$at/root.pem"
  [ "$(inside kubectl -n zenml-pro get ingress -o json | jq -r '.items[0].spec.tls[0].secretName')" = corp-tls ] || die "the ingress names another Secret"
  [ "$(inside kubectl get secrets -A --field-selector metadata.name=corp-tls -o json | jq -c '[.items[].metadata.resourceVersion]')" = "$before" ] || die "the Secrets were written"
}

# A machine before the ingress ends TLS; the Ingress objects are in the clear, and every URL stays https.
tls_elsewhere() {
  local at=$WORK/tls balancer=198.51.100.250 known
  known=$(inside cat "$CLUSTER_DIR/dns/hosts")
  inside ip address add $balancer/32 dev node0
  cat >"$at/nginx.conf" <<Y
pid $at/nginx.pid;
events {}
http {
  access_log off;
  server {
    listen $balancer:443 ssl;
    ssl_certificate $at/chain.pem;
    ssl_certificate_key $at/server.key;
    location / { proxy_pass http://$CLUSTER_IP:80; proxy_set_header Host \$host; proxy_set_header X-Forwarded-Proto https; }
  }
}

Y
  inside nginx -c "$at/nginx.conf" -g 'daemon off;' >"$WORK/balancer.log" 2>&1 &
  CHILDREN+=($!)
  site_dns "$known
$balancer $HOST
$balancer $PRODUCTION"
  tls_form elsewhere "  none: {}\n  ca: $at/root.pem"
  sed -i "s/address: $CLUSTER_IP/address: $balancer/" "$WORK/elsewhere.yaml"
  expect 0 "as $balancer shows it: ends " plan "$FILE" "$WORK/elsewhere.yaml"
  grep -q "tls.none: whatever answers at $balancer ends TLS" "$WORK/said" || die "what cannot be proven is not said"
  expect 0 "installed  release" install_bundle "$FILE" "$WORK/elsewhere.yaml"
  answers "$at/root.pem"
  [ "$(inside kubectl get ingress -A -o json | jq '[.items[].spec.tls // empty] | length')" = 0 ] || die "an ingress still ends TLS"
  site_dns "$known"
  inside ip address del $balancer/32 dev node0
}

# Back to the internal CA, and its key moved out of the cluster by the commands that are printed.
key_outside() {
  local at=$WORK/tls
  expect 0 "installed  release" install_bundle "$FILE"
  (umask 077 && echo "correct horse battery staple" >"$at/passphrase")
  tls_form outside "  internalCa: {domain: $HOST, keyIn: $at/ca.p12, passphrase: {file: $at/passphrase}}"
  expect 2 "To move it out" plan "$FILE" "$WORK/outside.yaml"
  secret_part bundle-system internal-ca tls.crt >"$at/tls.crt"
  secret_part bundle-system internal-ca tls.key >"$at/tls.key"
  openssl pkcs12 -export -in "$at/tls.crt" -inkey "$at/tls.key" -certpbe AES-256-CBC -keypbe AES-256-CBC -macalg sha256 -out "$at/ca.p12" -passout "file:$at/passphrase"
  chmod 600 "$at/ca.p12"
  inside kubectl -n bundle-system delete secret internal-ca >/dev/null
  expect 2 "the site's clients trust an internal CA for $HOST" plan "$FILE"
  cp "$WORK/outside.yaml" "$WORK/site.yaml"
  expect 0 "nothing had to be changed" install_bundle "$FILE"
  inside kubectl -n zenml-pro delete secret zenml-tls >/dev/null
  expect 0 "certificate of $HOST: ends " install_bundle "$FILE"
  inside curl -sS --fail -o /dev/null --cacert "$WORK/ca.crt" "https://$HOST/health" || die "what the CA in the file signed does not verify"
  [ -z "$(inside kubectl -n bundle-system get secret internal-ca -o name 2>/dev/null)" ] || die "the CA's key came back into the cluster"
}
