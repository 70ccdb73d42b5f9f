{{- define "zenml-pro.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 53 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 53 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "zenml-pro.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "zenml-pro.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "zenml-pro.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "zenml-pro.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "zenml-pro.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "zenml-pro.image" -}}
{{ .image.repository }}:{{ .image.tag | default .root.Chart.Version }}
{{- end -}}

{{/* A secret value: given, else as the cluster has it, else new at random. Args: root, key, given. */}}
{{- define "zenml-pro.keptSecret" -}}
{{- if .given -}}
{{- .given -}}
{{- else -}}
{{- $secret := lookup "v1" "Secret" .root.Release.Namespace (include "zenml-pro.fullname" .root) -}}
{{- if and $secret (hasKey ($secret.data | default dict) .key) -}}
{{- get $secret.data .key | b64dec -}}
{{- else -}}
{{- randAlphaNum 32 -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The environment that can be seen by everybody who may read the Deployment, as a map. */}}
{{- define "zenml-pro.plainEnvironment" -}}
{{- $zenml := .Values.zenml -}}
{{- $database := $zenml.database.external -}}
{{- if not (has $database.type (list "postgres" "mysql")) -}}
{{- fail (printf "zenml.database.external.type is %v, but must be postgres or mysql" $database.type) -}}
{{- end -}}
{{- $env := dict -}}
{{- $_ := set $env "ZENML_CLOUD_SERVER_URL" (required "zenml.serverURL is required" $zenml.serverURL) -}}
{{- $_ := set $env "ZENML_CLOUD_API_ROOT_PATH" $zenml.apiRootPath -}}
{{- $_ := set $env "ZENML_CLOUD_DEBUG" ($zenml.debug | toString) -}}
{{- $_ := set $env "ZENML_CLOUD_DATABASE_TYPE" $database.type -}}
{{- $_ := set $env "ZENML_CLOUD_DATABASE_HOST" (required "zenml.database.external.host is required" $database.host) -}}
{{- $_ := set $env "ZENML_CLOUD_DATABASE_PORT" ($database.port | default (ternary 5432 3306 (eq $database.type "postgres")) | int | toString) -}}
{{- $_ := set $env "ZENML_CLOUD_DATABASE_USERNAME" $database.username -}}
{{- $_ := set $env "ZENML_CLOUD_DATABASE_NAME" $database.database -}}
{{- $_ := set $env "ZENML_CLOUD_PASSWORD_AUTH_ENABLED" ($zenml.auth.password.enabled | toString) -}}
{{- $_ := set $env "ZENML_CLOUD_ADMIN_USERNAME" $zenml.auth.password.adminUsername -}}
{{- with $zenml.auth.authCookieDomain -}}{{- $_ := set $env "ZENML_CLOUD_AUTH_COOKIE_DOMAIN" . -}}{{- end -}}
{{- if $zenml.auth.sso.enabled -}}
{{- $_ := set $env "ZENML_CLOUD_OIDC_CONFIGURATION_ENDPOINT" (required "zenml.auth.sso.oidcConfigurationEndpoint is required" $zenml.auth.sso.oidcConfigurationEndpoint) -}}
{{- end -}}
{{- if $zenml.proxy.enabled -}}
{{- $noProxy := join "," (concat (list $zenml.proxy.noProxy (get (urlParse $zenml.serverURL) "host")) ($zenml.proxy.additionalNoProxy | default list)) -}}
{{- range $name, $value := dict "HTTP_PROXY" $zenml.proxy.httpProxy "HTTPS_PROXY" $zenml.proxy.httpsProxy "NO_PROXY" $noProxy -}}
{{- if $value -}}{{- $_ := set $env $name $value -}}{{- $_ := set $env (lower $name) $value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if or $zenml.certificates.customCAs $zenml.certificates.secretRefs -}}
{{- $_ := set $env "REQUESTS_CA_BUNDLE" "/updated-certs/ca-certificates.crt" -}}
{{- $_ := set $env "SSL_CERT_FILE" "/updated-certs/ca-certificates.crt" -}}
{{- end -}}
{{- toYaml $env -}}
{{- end -}}

{{- define "zenml-pro.env" -}}
{{- $zenml := .Values.zenml -}}
{{- range $name, $value := include "zenml-pro.plainEnvironment" . | fromYaml }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- with $zenml.database.external.passwordSecretRef }}
- name: ZENML_CLOUD_DATABASE_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ .name }}, key: {{ .key }}}}
{{- end }}
{{- with $zenml.auth.password.adminPasswordSecretRef }}
- name: ZENML_CLOUD_ADMIN_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ .name }}, key: {{ .key }}}}
{{- end }}
{{- with $zenml.auth.sso.credentialsSecretRef }}
- name: ZENML_CLOUD_OIDC_CLIENT_ID
  valueFrom: {secretKeyRef: {name: {{ .name }}, key: {{ .clientIDKey | default "clientID" }}}}
- name: ZENML_CLOUD_OIDC_CLIENT_SECRET
  valueFrom: {secretKeyRef: {name: {{ .name }}, key: {{ .clientSecretKey | default "clientSecret" }}}}
{{- end }}
{{- end -}}

{{- define "zenml-pro.caInitContainer" -}}
{{- $zenml := .Values.zenml -}}
{{- if or $zenml.certificates.customCAs $zenml.certificates.secretRefs }}
- name: update-ca-certificates
  image: {{ include "zenml-pro.image" (dict "root" . "image" $zenml.image.api) | quote }}
  imagePullPolicy: {{ $zenml.image.api.pullPolicy }}
  securityContext:
    {{- toYaml .Values.securityContext | nindent 4 }}
  command: ["/bin/sh", "-c"]
  args:
    - |
      set -e
      cp /etc/ssl/certs/ca-certificates.crt /updated-certs/ca-certificates.crt
      chmod u+w /updated-certs/ca-certificates.crt
      cat /custom-certs/*.crt >> /updated-certs/ca-certificates.crt
  volumeMounts:
    - {name: custom-certs, mountPath: /custom-certs, readOnly: true}
    - {name: updated-certs, mountPath: /updated-certs}
{{- end }}
{{- end -}}

{{- define "zenml-pro.placement" -}}
{{- range $key := list "nodeSelector" "affinity" "tolerations" }}
{{- with get $.Values $key }}
{{ $key }}:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}
