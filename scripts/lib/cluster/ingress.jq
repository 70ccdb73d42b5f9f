# Writes nginx.conf from the objects of the cluster, as ingress-nginx would.
# In: $ingresses, $services, $pairs (names of usable TLS pairs), $at (folder), $log (folder), $address.

def quoted: "\"" + gsub("(?<c>[\"\\\\])"; "\\\(.c)") + "\"";
def annotation($name): .metadata.annotations["nginx.ingress.kubernetes.io/" + $name];

def address_of($namespace; $backend):
  first($services[0].items[] | select(.metadata.namespace == $namespace and .metadata.name == $backend.name)) // null
  | if . == null or (.spec.clusterIP // "None") == "None" then null
    else .spec.clusterIP as $ip
      | first(.spec.ports[] | select(.port == $backend.port.number or (.name != null and .name == $backend.port.name))) // null
      | if . == null then null else "\($ip):\(.port)" end
    end;

# One object for each path of each host; a host of null is every host.
def routes:
  .metadata.namespace as $namespace | . as $ingress
  | .spec.rules[]? | .host as $host
  | [$ingress.spec.tls[]? | select(.hosts // [] | index($host)) | "\($namespace)_\(.secretName)"] as $secrets
  | .http.paths[]?
  | {host: $host, path: (.path // "/"), exact: (.pathType == "Exact"),
     tls: ($secrets | length > 0), pair: $secrets[0],
     redirect: ($ingress | annotation("ssl-redirect") != "false"),
     redirect_always: ($ingress | annotation("force-ssl-redirect") == "true"),
     body: ($ingress | annotation("proxy-body-size") // "1m" | if test("^[0-9]+[kKmMgG]?$") then . else "1m" end),
     seconds: ($ingress | annotation("proxy-read-timeout") // "60" | if test("^[0-9]+$") then . else "60" end),
     backend: (if .backend.service then address_of($namespace; .backend.service) else null end)};

def proxy:
  if .backend == null then "return 503;"
  else "client_max_body_size \(.body); proxy_read_timeout \(.seconds)s; proxy_pass http://\(.backend);" end;

# Prefix /a means /a and /a/..., but not /ab.
def location:
  (.path | rtrimstr("/")) as $bare
  | if .exact then "    location = \(.path | quoted) { \(proxy) }"
    elif $bare == "" then "    location / { \(proxy) }"
    else "    location = \($bare | quoted) { \(proxy) }\n    location \($bare + "/" | quoted) { \(proxy) }" end;

def locations: unique_by([(.path | rtrimstr("/")), .exact]) | map(location) | join("\n");

def certificate: "    ssl_certificate \($at)/\(.).crt; ssl_certificate_key \($at)/\(.).key;";

def server($name; $default):
  (map(.pair) | map(select(. != null and ([.] | inside($pairs[0])))) | first) as $pair
  | (any(.[]; .redirect_always or (.tls and .redirect))) as $redirect
  | "  server {
    listen \($address):443 ssl http2\($default); server_name \($name);
\(if $pair then "tls/" + $pair else "default" end | certificate)
\(locations)
  }
  server {
    listen \($address):80\($default); server_name \($name);
\(if $redirect then "    return 308 https://$host$request_uri;" else locations end)
  }";

[$ingresses[0].items[]
  | select((.spec.ingressClassName // .metadata.annotations["kubernetes.io/ingress.class"]) == "nginx")]
| sort_by(.metadata.creationTimestamp)
| map(routes) as $routes
| "user www-data;
worker_processes 1;
pid \($at)/nginx.pid;
error_log \($log)/ingress-errors;
events { worker_connections 512; }
http {
  access_log \($log)/ingress-access combined;
  server_names_hash_bucket_size 128;
  client_body_temp_path \($at)/tmp/body; proxy_temp_path \($at)/tmp/proxy; fastcgi_temp_path \($at)/tmp/fastcgi;
  uwsgi_temp_path \($at)/tmp/uwsgi; scgi_temp_path \($at)/tmp/scgi;
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection $connection_upgrade;
  proxy_set_header X-Request-ID $request_id;
  proxy_set_header X-Real-IP $remote_addr;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Host $http_host;
  proxy_set_header X-Forwarded-Proto $scheme;
  default_type text/plain;
\([$routes[] | select(.host == null)] | server("_"; " default_server"))
\($routes | map(select(.host != null)) | group_by(.host) | map(.[0].host as $host | server($host | quoted; "")) | join("\n"))
}"
