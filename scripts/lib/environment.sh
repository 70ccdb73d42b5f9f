# shellcheck shell=bash
# What every script takes for granted, and what cron, CI and `env -i` may leave out: HOME, and the folders of a PATH in
# which Debian keeps the programs of root, and Go's own packages keep Go.

if [ -z "${HOME:-}" ]; then
  HOME=$(getent passwd "$(id -u)" | cut -d: -f6 || true)
  export HOME=${HOME:-/root}
fi

for folder in /usr/local/sbin /usr/sbin /sbin /usr/local/go/bin; do
  case :$PATH: in
    *":$folder:"*) ;;
    *) PATH=$PATH:$folder ;;
  esac
done
unset folder
export PATH
