# shellcheck shell=bash
# What the parts of scripts/test-site have in common: commands as an operator types them, and looks at what they said.

# expect CODE SENTENCE CMD...   the command must end so, and say so
expect() {
  local wanted=$1 sentence=$2 code=0
  shift 2
  "$@" >"$WORK/said" 2>&1 || code=$?
  if [ $code -ne "$wanted" ]; then cat "$WORK/said" >&2; die "exit code $code instead of $wanted: $*"; fi
  grep -qF -- "$sentence" "$WORK/said" || { cat "$WORK/said" >&2; die "it did not say '$sentence': $*"; }
  say "exit code $wanted, $(grep -F -m1 -- "$sentence" "$WORK/said" | cut -c1-150)"
}

bundle() { inside env PUSH_USER="$CLUSTER_REGISTRY_PUSH_USER" PULL_USER="$CLUSTER_REGISTRY_PULL_USER" "$BUNDLE" "$@"; }

plan() { bundle plan "$1" -f "${2:-$WORK/site.yaml}" --trust "$WORK/keys/signer.pem" "${@:3}"; }

install_bundle() { bundle install "$1" -f "${2:-$WORK/site.yaml}" --trust "$WORK/keys/signer.pem" --yes "${@:3}"; }

install_here() { install_bundle "$FILE"; }

load() {
  bundle load "$1" --registry "$CLUSTER_REGISTRY/${2:-zenml}" --ca "$CLUSTER_CA" --username "$CLUSTER_REGISTRY_PUSH_USER" \
    --password-file "$CLUSTER_REGISTRY_PUSH_PASSWORD_FILE" --trust "$WORK/keys/signer.pem" "${@:3}"
}

check() { bundle check -f "$WORK/site.yaml" --trust "$WORK/keys/signer.pem" "$@"; }

# judged CHECK FILTER   what the last check said, by jq
judged() { jq -r --arg check "$1" '.judgements[] | select(.check == $check) | '"$2" "$WORK/check.json"; }

# registry_get PATH [CURL OPTION...]
registry_get() { inside curl -sS --cacert "$CLUSTER_CA" -u "$CLUSTER_REGISTRY_PUSH_USER:$(cat "$CLUSTER_REGISTRY_PUSH_PASSWORD_FILE")" "https://$CLUSTER_REGISTRY/v2/$1" "${@:2}"; }

nothing_written() {
  [ "$(registry_get _catalog | jq '.repositories | length')" = 0 ] || die "something was pushed: $(registry_get _catalog)"
  [ -z "$(inside kubectl get namespaces -o name | grep -E 'bundle-system|zenml' || true)" ] || die "something was written to the cluster"
}

# finding CHECK COLOUR WORDS   the plan that was printed last has such a line
finding() { grep -qE "^$1 +$2 .*$3" "$WORK/said" || { cat "$WORK/said" >&2; die "the plan has no line '$1 $2 … $3'"; }; }

# says TEXT SENTENCE...   every sentence stands in what openssl says of a certificate
says() {
  local text=$1 sentence
  shift
  for sentence in "$@"; do
    grep -qE -- "$sentence" <<<"$text" || { printf '%s\n' "$text" >&2; die "the certificate does not say '$sentence'"; }
  done
}

secret_part() { inside kubectl -n "$1" get secret "$2" -o json | jq -r --arg part "$3" '.data[$part]' | base64 -d; }

# site_dns TEXT   what the cluster's DNS knows beside its own names
site_dns() {
  printf '%s\n' "$1" | inside tee "$CLUSTER_DIR/dns/hosts" >/dev/null
  inside kill -HUP "$(inside cat "$CLUSTER_DIR/run/dns.pid")"
}
