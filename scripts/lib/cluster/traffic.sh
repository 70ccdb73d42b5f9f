# shellcheck shell=bash
# "Nothing phones out": counts packets to anywhere but here, and reads which names DNS was asked for.

LOCAL_NETS=("$NODE_NET" 10.244.0.0/16 "$SERVICE_NET" 127.0.0.0/8 224.0.0.0/4 255.255.255.255/32)
LOCAL_NETS6=(::1/128 fe80::/10 ff00::/8)

# From programs on the node (OUTPUT) and from pods (FORWARD).
count_packets() {
  count_packets_of iptables "${LOCAL_NETS[@]}"
  ip -6 route add default dev node0 2>/dev/null || return 0 # no IPv6 here
  count_packets_of ip6tables "${LOCAL_NETS6[@]}"
}

# usage: count_packets_of IPTABLES LOCAL_NET...
count_packets_of() {
  local tables=$1 net
  shift
  "$tables" -t mangle -N outside
  for net in "$@"; do
    "$tables" -t mangle -A outside -d "$net" -j RETURN
  done
  # Remembers the addresses, where the kernel can.
  "$tables" -t mangle -A outside -m recent --name "outside-$tables" --rdest --set 2>/dev/null || true
  "$tables" -t mangle -A outside -m comment --comment outside
  "$tables" -t mangle -A OUTPUT -j outside
  "$tables" -t mangle -A FORWARD -j outside
}

phonehome() {
  [ ! -e "$CLUSTER_DIR/bare" ] || fail "phonehome needs the site's DNS, and this cluster was started with --bare"
  case ${1:-} in
    '') phonehome_report ;;
    reset) phonehome_reset ;;
    *) usage ;;
  esac
}

phonehome_report() {
  local packets names
  packets=$(packets_outside)
  names=$(names_outside)
  printf 'packets to outside: %s\n' "$packets"
  [ "$packets" = 0 ] || inside sh -c 'cat /proc/net/xt_recent/outside-* 2>/dev/null' | sed -n 's/^src=\([^ ]*\).*/  to \1/p'
  printf 'names outside asked for: %s\n' "$(grep -c . <<<"$names")"
  [ -z "$names" ] || printf '  %s\n' "${names//$'\n'/$'\n'  }"
  [ "$packets" = 0 ] && [ -z "$names" ]
}

phonehome_reset() {
  local tables
  for tables in iptables ip6tables; do
    inside "$tables" -t mangle -Z outside 2>/dev/null || true
    inside sh -c "echo / >/proc/net/xt_recent/outside-$tables" 2>/dev/null || true
  done
  : >"$CLUSTER_DIR/log/dns-queries"
}

packets_outside() {
  local tables
  for tables in iptables ip6tables; do
    inside "$tables" -t mangle -nvxL outside 2>/dev/null || true
  done | awk '/\/\* outside \*\// {n += $1} END {print n + 0}'
}

# Asked for and neither of the site, nor of the cluster, nor a look-up of a local address.
names_outside() {
  sed -n 's/.* query\[[^]]*\] \([^ ]*\) from \(.*\)/\1 \2/p' "$CLUSTER_DIR/log/dns-queries" |
    awk -v site="$SITE_DOMAIN" '
      BEGIN { gsub(/\./, "\\.", site); ours = "(^|\\.)(" site "|cluster\\.local|localhost)$"
              local_address = "\\.(10|127|100\\.51\\.198)\\.in-addr\\.arpa$" }
      { name = tolower($1) }
      name !~ ours && name !~ local_address && name != "1.0.0.127.in-addr.arpa" { print name, "asked for by", $2 }' |
    sort -u
}
