# shellcheck shell=sh
# Trust in this site's CA for one shell, and nothing else:   . ./zenml-env.sh
# The variables replace what Python, curl and OpenSSL trust, so the file that they name holds
# all that this machine trusts already, and the CA.
zenml_all=${XDG_CACHE_HOME:-$HOME/.cache}/zenml-ca/@HOST@.pem
mkdir -p "${zenml_all%/*}"
zenml_base=
for zenml_try in "${REQUESTS_CA_BUNDLE:-}" "${SSL_CERT_FILE:-}" "$(python3 -m certifi 2>/dev/null)" \
  /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
  if [ -z "$zenml_base" ] && [ -s "$zenml_try" ] && [ "$zenml_try" != "$zenml_all" ]; then
    zenml_base=$zenml_try
  fi
done
{
  if [ -n "$zenml_base" ]; then cat "$zenml_base"; fi
  echo
  cat <<'ZENML_CA'
@CA@
ZENML_CA
} >"$zenml_all.new" && mv -f "$zenml_all.new" "$zenml_all"
export REQUESTS_CA_BUNDLE="$zenml_all" SSL_CERT_FILE="$zenml_all" CURL_CA_BUNDLE="$zenml_all"
@LOGIN@
unset zenml_all zenml_base zenml_try
