# shellcheck shell=bash
# What stands in cluster and registry after an install, by kubectl, openssl, skopeo and ctr.

# The internal CA and what it issued, by openssl; its key lies in bundle-system and nowhere else.
authority() {
  local text namespace
  secret_part bundle-system internal-ca tls.crt >"$WORK/ca.crt"
  text=$(openssl x509 -in "$WORK/ca.crt" -noout -text)
  says "$text" 'CA:TRUE, pathlen:0' 'X509v3 Name Constraints: critical' "DNS:$HOST" 'IP:0.0.0.0/0.0.0.0' 'IP:0:0:0:0:0:0:0:0/0:0:0:0:0:0:0:0' \
    'TLS Web Server Authentication' 'NIST CURVE: P-256' "Not After.* $(($(date +%Y) + 9))|Not After.* $(($(date +%Y) + 10))"
  for namespace in zenml-pro zenml-pro-production; do
    secret_part $namespace zenml-tls tls.crt >"$WORK/server.crt"
    [ "$(secret_part $namespace zenml-ca ca.crt)" = "$(cat "$WORK/ca.crt")" ] || die "$namespace/zenml-ca is another CA"
    [ "$(inside kubectl -n $namespace get secret zenml-ca -o json | jq '.data | keys | length')" = 1 ] || die "$namespace/zenml-ca holds more than ca.crt"
  done
  openssl verify -CAfile "$WORK/ca.crt" -purpose sslserver -verify_hostname "$PRODUCTION" "$WORK/server.crt"
  text=$(openssl x509 -in "$WORK/server.crt" -noout -text)
  says "$text" 'CA:FALSE' "DNS:$PRODUCTION" 'TLS Web Server Authentication'
  openssl x509 -in "$WORK/server.crt" -noout -checkend $((396 * 86400)) >/dev/null || die "the certificate ends too early"
  if openssl x509 -in "$WORK/server.crt" -noout -checkend $((398 * 86400)) >/dev/null; then die "the certificate ends too late"; fi
  outside_the_domain
  inside kubectl get secrets -A -o json | jq -r '.items[] | .metadata.namespace + "/" + .metadata.name as $name | .data // {} | to_entries[] | $name + " " + .value' |
    grep -F "$(inside kubectl -n bundle-system get secret internal-ca -o json | jq -r '.data["tls.key"]')" | cut -d' ' -f1 >"$WORK/said"
  [ "$(cat "$WORK/said")" = bundle-system/internal-ca ] || die "the CA's key stands in: $(cat "$WORK/said")"
}

# What the CA's key would sign outside of its domain is worth nothing.
outside_the_domain() {
  secret_part bundle-system internal-ca tls.key >"$WORK/ca.key"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$WORK/bank.key" -out "$WORK/bank.csr" -subj /CN=www.bank.example 2>/dev/null
  openssl x509 -req -in "$WORK/bank.csr" -CA "$WORK/ca.crt" -CAkey "$WORK/ca.key" -days 2 -out "$WORK/bank.crt" \
    -extfile <(printf 'subjectAltName=DNS:www.bank.example\nextendedKeyUsage=serverAuth\n') 2>/dev/null
  if openssl verify -CAfile "$WORK/ca.crt" "$WORK/bank.crt" >"$WORK/said" 2>&1; then die "a certificate outside the CA's domain verifies"; fi
  grep 'permitted subtree violation' "$WORK/said"
  rm "$WORK/ca.key"
}

# The receipt's manifest and signature, by openssl; what runs, by kubectl: both must say the same.
receipt() {
  local digest part
  mkdir "$WORK/receipt"
  for part in manifest.txt manifest.txt.p7s manifest.json receipt.json; do
    inside kubectl -n bundle-system get secret receipt -o json | jq -r --arg part "$part" '.data[$part]' | base64 -d >"$WORK/receipt/$part"
  done
  openssl cms -verify -binary -inform DER -in "$WORK/receipt/manifest.txt.p7s" -content "$WORK/receipt/manifest.txt" -nointern \
    -certfile "$WORK/keys/signer.pem" -CAfile "$WORK/keys/signer.pem" -partial_chain -no-CApath -no-CAstore -purpose any -out /dev/null
  grep -q "^$(sha256sum <"$WORK/receipt/manifest.json" | cut -d' ' -f1)  manifest.json$" "$WORK/receipt/manifest.txt" || die "the receipt's manifest.json is not the signed one"
  for digest in $(inside kubectl get pods -n zenml-pro -o json | jq -r '.items[].status | (.containerStatuses + .initContainerStatuses)[].imageID' | grep -o 'sha256:.*' | sort -u); do
    grep -q "$digest" "$WORK/receipt/manifest.json" || die "$digest runs, and is not in the receipt"
  done
  jq . "$WORK/receipt/receipt.json"
}

# Every image, pulled back by somebody else's program, has the digest that was signed.
pulled_back() {
  local reference digest
  jq -r '.images[] | .name + ":" + .tag + " " + .digest' "$WORK/receipt/manifest.json" | while read -r reference digest; do
    inside env SSL_CERT_DIR=/nonexistent SSL_CERT_FILE="$CLUSTER_CA" skopeo copy -q --preserve-digests \
      --src-creds "$CLUSTER_REGISTRY_PUSH_USER:$(cat "$CLUSTER_REGISTRY_PUSH_PASSWORD_FILE")" \
      "docker://$CLUSTER_REGISTRY/$1/$reference" "dir:$WORK/back"
    [ "sha256:$(sha256sum <"$WORK/back/manifest.json" | cut -d' ' -f1)" = "$digest" ] || die "$reference came back as another image"
    rm -rf "$WORK/back"
    say "$reference came back as $digest"
  done
}

# The images of the unpacked bundle, by containerd's own import: the digests are the signed ones.
imported() {
  local reference digest
  tar -C "$WORK" -xf "$FILE" zenml-air-gapped-bundle/images
  tar -C "$WORK/zenml-air-gapped-bundle/images" -cf "$WORK/images.tar" .
  inside ctr -a "$CLUSTER_DIR/containerd.sock" -n imported images import "$WORK/images.tar" >/dev/null
  inside ctr -a "$CLUSTER_DIR/containerd.sock" -n imported images ls >"$WORK/imported"
  jq -r '.images[] | .name + ":" + .tag + " " + .digest' "$WORK/receipt/manifest.json" | while read -r reference digest; do
    grep -E "^docker.io/library/$reference .* $digest " "$WORK/imported" || die "ctr has no $reference with $digest: $(cat "$WORK/imported")"
  done
}

# What programs read: one JSON document on standard output, and nothing else.
for_programs() {
  bundle status -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" --output json 2>/dev/null >"$WORK/said" || die "status: $(cat "$WORK/said")"
  jq -e '.well and .installed and .proven > 0 and (.helm | length) == 2' "$WORK/said" >/dev/null || die "status said: $(cat "$WORK/said")"
  load "$FILE" zenml --output json 2>/dev/null >"$WORK/said" || die "load: $(cat "$WORK/said")"
  jq -e '.pushedBlobs == 0 and (.images | length) == 4' "$WORK/said" >/dev/null || die "load said: $(cat "$WORK/said")"
  plan "$FILE" "$WORK/site.yaml" --output json 2>/dev/null | jq -e '.release' >/dev/null || die "plan said no JSON"
}
