# shellcheck shell=bash
# Programs that Debian does not have, built once from their Go modules and kept outside the checkout.

KUBE_PROGRAMS=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl)

kubernetes_is_built() {
  local program
  for program in "${KUBE_PROGRAMS[@]}" pause; do
    [ -x "$KUBE_CACHE/$program" ] || return 1
  done
}

build_kubernetes() { build_once "Kubernetes $KUBE_VERSION" "about 6 minutes on two cores" "$KUBE_CACHE" kubernetes_is_built go_build; }

# usage: build_once WHAT TIME CACHE IS_BUILT BUILD   BUILD gets a folder, which becomes CACHE.
build_once() {
  local what=$1 time=$2 cache=$3 is_built=$4 build=$5
  $is_built && return
  need_go
  mkdir -p "$(dirname "$cache")"
  (
    exec 8>"$cache.lock"
    flock --nonblock 8 || { say "waiting for another build of ${what% *} to end"; flock 8; }
    $is_built && exit
    say "making $what from Go modules in $cache; once, $time"
    rm -rf "$cache".building.*
    building=$(mktemp -d "$cache.building.XXXXXX")
    trap 'rm -rf "$building"' EXIT
    trap 'exit 130' INT TERM
    $build "$building" &&
      chmod 755 "$building" &&
      rm -rf "$cache" &&
      mv "$building" "$cache" # the last step, so that a killed build leaves no half of one
  ) || fail "$what could not be built; Go's message stands above"
}

need_go() {
  local go_version
  command -v go >/dev/null || fail "Go 1.24 or newer is needed to build Kubernetes, and there is no go: see https://go.dev/dl"
  go_version=$(go env GOVERSION)
  [ "$(printf '%s\n' go1.24 "$go_version" | sort -V | head -1)" = go1.24 ] ||
    fail "Go 1.24 or newer is needed to build Kubernetes, and this is $go_version ($(command -v go)): see https://go.dev/dl"
}

# cert-manager's programs and kinds, for what is tried with it; nothing else needs them.
cert_manager_is_built() { [ -x "$CERT_MANAGER_CACHE/controller" ] && [ -x "$CERT_MANAGER_CACHE/webhook" ] && [ -d "$CERT_MANAGER_CACHE/crds" ]; }

build_cert_manager() { build_once "cert-manager $CERT_MANAGER_VERSION" "about 3 minutes on two cores" "$CERT_MANAGER_CACHE" cert_manager_is_built cert_manager_go_build; }

# usage: cert_manager_go_build FOLDER   Its kinds stand in a chart's templates: the lines with Helm's braces are labels alone.
cert_manager_go_build() {
  local module=github.com/cert-manager/cert-manager source file
  (
    cd "$SCRIPTS/cert-manager" || exit
    CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$1/" $module/cmd/{controller,webhook,cainjector} || exit
    source=$(go list -m -f '{{.Dir}}' $module)
    mkdir "$1/crds"
    for file in "$source"/deploy/crds/*.yaml; do sed '/{{/d' "$file" >"$1/crds/$(basename "$file")"; done
  )
}

# The kinds of the Gateway API: text alone, for tests without a controller.
gateway_kinds_are_there() { [ -d "$GATEWAY_KINDS_CACHE/crds" ]; }

fetch_gateway_kinds() { build_once "the kinds of the Gateway API $GATEWAY_API_VERSION" "a few seconds" "$GATEWAY_KINDS_CACHE" gateway_kinds_are_there gateway_kinds; }

# usage: gateway_kinds FOLDER
gateway_kinds() {
  local found
  found=$(pinned_module sigs.k8s.io/gateway-api "$GATEWAY_API_VERSION" "$GATEWAY_API_SUM") || return
  mkdir "$1/crds" && grep -l '^kind: CustomResourceDefinition' "$found"/config/crd/standard/*.yaml | xargs cp -t "$1/crds/"
}

# usage: pinned_module MODULE VERSION SUM   prints its folder
pinned_module() {
  local found
  found=$(cd / && go mod download -json "$1@$2") || return
  [ "$(jq -r .Sum <<<"$found")" = "$3" ] || { say "$1@$2 is not what it was: $(jq -r .Sum <<<"$found")"; return 1; }
  jq -r .Dir <<<"$found"
}

# Traefik, for what is tried with a Gateway; nothing else needs it.
gateway_is_built() { [ -x "$GATEWAY_CACHE/traefik" ]; }

build_gateway() { build_once "Traefik $TRAEFIK_VERSION" "about 6 minutes on two cores" "$GATEWAY_CACHE" gateway_is_built traefik_go_build; }

# usage: traefik_go_build FOLDER   Traefik's own go.sum pins all that it is made of, and TRAEFIK_SUM pins that. What asks DNS
# providers for certificates of ACME would bring a hundred modules, and is left out.
traefik_go_build() {
  local module=github.com/traefik/traefik/v3 lego=github.com/go-acme/lego/v4 source=$1/source found
  export GOFLAGS=-mod=mod CGO_ENABLED=0
  found=$(pinned_module "$module" "$TRAEFIK_VERSION" "$TRAEFIK_SUM") || return
  mkdir "$source" || return
  cp -r "$found" "$source/traefik" && chmod -R u+w "$source" || return
  (
    cd "$source/traefik" || exit
    found=$(go mod download -json $lego) || exit
    cp -r "$(jq -r .Dir <<<"$found")" "$source/lego" && chmod -R u+w "$source/lego" || exit
    without_dns_providers >"$source/lego/providers/dns/zz_gen_dns_providers.go"
    go mod edit -replace "$lego=$source/lego" || exit
    go build -trimpath -ldflags "-s -w -X $module/pkg/version.Version=${TRAEFIK_VERSION#v}" -o "$1/traefik" ./cmd/traefik
  ) || return
  rm -rf "$source"
}

without_dns_providers() {
  cat <<'GO'
package dns

import (
	"fmt"

	"github.com/go-acme/lego/v4/challenge"
)

func NewDNSChallengeProviderByName(name string) (challenge.Provider, error) {
	return nil, fmt.Errorf("built without %s", name)
}
GO
}

# A Vault, for what is tried with a secrets store; nothing else needs it.
vault_is_built() { [ -x "$VAULT_CACHE/vault" ]; }

build_vault() { build_once "Vault $VAULT_VERSION" "about 10 minutes on two cores" "$VAULT_CACHE" vault_is_built vault_go_build; }

# usage: vault_go_build FOLDER   Its own go.sum pins what it is made of, but for five modules of its own repository that it
# takes out of its checkout: those come as they were published, by Go's checksum database. Plugins for clouds and databases
# would bring hundreds of modules more, and are left out, as Vault's own tag `minimal` does.
vault_go_build() {
  local module=github.com/hashicorp/vault source=$1/source found part
  export GOFLAGS=-mod=mod CGO_ENABLED=0
  found=$(pinned_module "$module" "$VAULT_VERSION" "$VAULT_SUM") || return
  cp -r "$found" "$source" && chmod -R u+w "$source" || return
  (
    cd "$source" || exit
    for part in api sdk api/auth/{approle,kubernetes,userpass}; do go mod edit -dropreplace "$module/$part" || exit; done
    go build -trimpath -tags minimal -ldflags '-s -w' -o "$1/vault" .
  ) || return
  rm -rf "$source"
}

# usage: go_build FOLDER
go_build() {
  local component=k8s.io/component-base/version minor=${KUBE_VERSION#v1.}
  local flags="-s -w -X $component.gitVersion=$KUBE_VERSION -X $component.gitMajor=1 -X $component.gitMinor=${minor%%.*}"
  (
    cd "$SCRIPTS/kubernetes" || exit
    export CGO_ENABLED=0
    go build -trimpath -ldflags "$flags" -o "$1/" ./pause "${KUBE_PROGRAMS[@]/#/k8s.io/kubernetes/cmd/}"
  )
}
