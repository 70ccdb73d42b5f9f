# shellcheck shell=bash
# Certificate authorities of one run, and certificates by them.

# usage: make_key FILE
make_key() { (umask 077 && openssl ecparam -name prime256v1 -genkey -noout -out "$1"); }

# usage: make_authority FOLDER NAME
make_authority() {
  mkdir -p "$1"
  make_key "$1/ca.key"
  openssl req -x509 -new -key "$1/ca.key" -out "$1/ca.crt" -subj "/CN=$2" -days 365 \
    -addext keyUsage=critical,keyCertSign,cRLSign
}

# usage: make_certificate FOLDER NAME SUBJECT ALTERNATIVE_NAMES   Makes NAME.key and NAME.crt by the authority in FOLDER.
make_certificate() {
  local at=$1/$2
  make_key "$at.key"
  openssl req -new -key "$at.key" -out "$at.csr" -subj "$3"
  quietly certificates openssl x509 -req -in "$at.csr" -CA "$1/ca.crt" -CAkey "$1/ca.key" -CAcreateserial -days 365 -out "$at.crt" \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\n' "$4")
  rm "$at.csr"
}
