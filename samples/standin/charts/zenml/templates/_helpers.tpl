{{- define "zenml.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What stands below `server`, with the deprecated `zenml` merged over it. */}}
{{- define "zenml.serverValues" -}}
{{- $old := .Values.zenml | default dict -}}
{{- toYaml (mustMergeOverwrite (deepCopy .Values.server) (deepCopy $old)) -}}
{{- end -}}

{{- define "zenml.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "zenml.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "zenml.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "zenml.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "zenml.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "zenml.image" -}}
{{- $server := include "zenml.serverValues" . | fromYaml -}}
{{ $server.image.repository }}:{{ $server.image.tag | default .Chart.Version }}
{{- end -}}

{{/* Hooks stay behind when debug is on: for reading their logs, and for whoever cleans up. */}}
{{- define "zenml.hookDeletePolicy" -}}
{{- $server := include "zenml.serverValues" . | fromYaml -}}
before-hook-creation{{ if not $server.debug }},hook-succeeded{{ end }}
{{- end -}}

{{/* A secret value: given, else as the cluster has it, else new at random. Args: root, key, given. */}}
{{- define "zenml.keptSecret" -}}
{{- if .given -}}
{{- .given -}}
{{- else -}}
{{- $secret := lookup "v1" "Secret" .root.Release.Namespace (include "zenml.fullname" .root) -}}
{{- if and $secret (hasKey ($secret.data | default dict) .key) -}}
{{- get $secret.data .key | b64dec -}}
{{- else -}}
{{- randAlphaNum 32 -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "zenml.noProxy" -}}
{{- $server := include "zenml.serverValues" . | fromYaml -}}
{{- $hosts := concat (list $server.proxy.noProxy) ($server.proxy.additionalNoProxy | default list) -}}
{{- if $server.serverURL -}}{{- $hosts = append $hosts (get (urlParse $server.serverURL) "host") -}}{{- end -}}
{{- if $server.ingress.host -}}{{- $hosts = append $hosts $server.ingress.host -}}{{- end -}}
{{- if $server.gateway.host -}}{{- $hosts = append $hosts $server.gateway.host -}}{{- end -}}
{{- join "," $hosts -}}
{{- end -}}

{{/* The environment that can be seen by everybody who may read the Deployment, as a map. */}}
{{- define "zenml.plainEnvironment" -}}
{{- $server := include "zenml.serverValues" . | fromYaml -}}
{{- $env := dict -}}
{{- $_ := set $env "ZENML_SERVER" "True" -}}
{{- $_ := set $env "ZENML_ANALYTICS_OPT_IN" ($server.analyticsOptIn | toString) -}}
{{- $_ := set $env "ZENML_DEFAULT_PROJECT_NAME" $server.defaultProject -}}
{{- $_ := set $env "ZENML_LOGGING_VERBOSITY" (upper ($server.logging.verbosity | default "info")) -}}
{{- $_ := set $env "ZENML_SERVER_DEPLOYMENT_TYPE" ($server.deploymentType | default "kubernetes") -}}
{{- $_ := set $env "ZENML_SERVER_AUTH_SCHEME" $server.auth.authType -}}
{{- $_ := set $env "ZENML_SERVER_JWT_TOKEN_ALGORITHM" $server.auth.jwtTokenAlgorithm -}}
{{- $_ := set $env "ZENML_SERVER_CORS_ALLOW_ORIGINS" (join "," $server.auth.corsAllowOrigins) -}}
{{- if $server.serverURL -}}{{- $_ := set $env "ZENML_SERVER_SERVER_URL" $server.serverURL -}}{{- end -}}
{{- if $server.dashboardURL -}}{{- $_ := set $env "ZENML_SERVER_DASHBOARD_URL" $server.dashboardURL -}}{{- end -}}
{{- if $server.rootUrlPath -}}{{- $_ := set $env "ZENML_SERVER_ROOT_URL_PATH" $server.rootUrlPath -}}{{- end -}}
{{- if $server.threadPoolSize -}}{{- $_ := set $env "ZENML_SERVER_THREAD_POOL_SIZE" ($server.threadPoolSize | toString) -}}{{- end -}}
{{- if $server.authThreadPoolSize -}}{{- $_ := set $env "ZENML_SERVER_AUTH_THREAD_POOL_SIZE" ($server.authThreadPoolSize | toString) -}}{{- end -}}
{{- if $server.enableImplicitAuthMethods -}}{{- $_ := set $env "ZENML_ENABLE_IMPLICIT_AUTH_METHODS" "True" -}}{{- end -}}
{{- if $server.proxyHeaders.enabled -}}{{- $_ := set $env "FORWARDED_ALLOW_IPS" $server.proxyHeaders.forwardedAllowIPs -}}{{- end -}}
{{- range $key, $value := $server.secure_headers -}}
{{- if ne ($value | toString) "enabled" -}}{{- $_ := set $env (printf "ZENML_SERVER_SECURE_HEADERS_%s" (upper $key)) ($value | toString) -}}{{- end -}}
{{- end -}}
{{- if $server.database.url -}}
{{- $_ := set $env "DISABLE_DATABASE_MIGRATION" "True" -}}
{{- $_ := set $env "ZENML_STORE_SSL" ($server.database.ssl | toString) -}}
{{- $_ := set $env "ZENML_STORE_SSL_VERIFY_SERVER_CERT" ($server.database.sslVerifyServerCert | toString) -}}
{{- $_ := set $env "ZENML_STORE_BACKUP_STRATEGY" ($server.database.backupStrategy | default "in-memory") -}}
{{- /* As in the real chart, a number 0 is as good as nothing said. */ -}}
{{- range $key, $name := dict "poolSize" "POOL_SIZE" "maxOverflow" "MAX_OVERFLOW" "backupDatabase" "BACKUP_DATABASE" "mydumperThreads" "MYDUMPER_THREADS" "mydumperCompress" "MYDUMPER_COMPRESS" "myloaderThreads" "MYLOADER_THREADS" "customBackupEngine" "CUSTOM_BACKUP_ENGINE" -}}
{{- with get $server.database $key -}}{{- $_ := set $env (printf "ZENML_STORE_%s" $name) (toString .) -}}{{- end -}}
{{- end -}}
{{- range $key, $name := dict "mydumperExtraArgs" "MYDUMPER_EXTRA_ARGS" "myloaderExtraArgs" "MYLOADER_EXTRA_ARGS" "customBackupEngineConfig" "CUSTOM_BACKUP_ENGINE_CONFIG" -}}
{{- with get $server.database $key -}}{{- $_ := set $env (printf "ZENML_STORE_%s" $name) (toJson .) -}}{{- end -}}
{{- end -}}
{{- if has ($server.database.backupStrategy | default "in-memory") (list "dump-file" "mydumper") -}}
{{- $_ := set $env "ZENML_STORE_BACKUP_DIRECTORY" "/backups" -}}
{{- end -}}
{{- range $key, $name := dict "sslCa" "SSL_CA" "sslCert" "SSL_CERT" "sslKey" "SSL_KEY" -}}
{{- $file := get $server.database $key -}}
{{- if and $file $file.secretRef -}}{{- $_ := set $env (printf "ZENML_STORE_%s" $name) (printf "/dbcerts/%s" $file.secretRef.key) -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if $server.pro.enabled -}}
{{- $_ := set $env "ZENML_SERVER_DEPLOYMENT_TYPE" "cloud" -}}
{{- $_ := set $env "ZENML_SERVER_AUTH_SCHEME" "EXTERNAL" -}}
{{- $_ := set $env "ZENML_SERVER_PRO_API_URL" $server.pro.apiURL -}}
{{- $_ := set $env "ZENML_SERVER_PRO_DASHBOARD_URL" $server.pro.dashboardURL -}}
{{- $_ := set $env "ZENML_SERVER_PRO_OAUTH2_AUDIENCE" $server.pro.apiURL -}}
{{- $_ := set $env "ZENML_SERVER_DASHBOARD_URL" $server.pro.dashboardURL -}}
{{- $_ := set $env "ZENML_SERVER_CORS_ALLOW_ORIGINS" (join "," (concat (list $server.pro.dashboardURL) ($server.pro.extraCorsOrigins | default list))) -}}
{{- $_ := set $env "ZENML_SERVER_PRO_ORGANIZATION_ID" (required "server.pro.organizationID is needed when server.pro.enabled" $server.pro.organizationID) -}}
{{- $_ := set $env "ZENML_SERVER_PRO_ORGANIZATION_NAME" ($server.pro.organizationName | default "") -}}
{{- $_ := set $env "ZENML_SERVER_PRO_WORKSPACE_ID" (required "server.pro.workspaceID is needed when server.pro.enabled" $server.pro.workspaceID) -}}
{{- $_ := set $env "ZENML_SERVER_PRO_WORKSPACE_NAME" ($server.pro.workspaceName | default "") -}}
{{- $_ := required "server.serverURL is needed when server.pro.enabled" $server.serverURL -}}
{{- end -}}
{{- if $server.proxy.enabled -}}
{{- range $name, $value := dict "HTTP_PROXY" $server.proxy.httpProxy "HTTPS_PROXY" $server.proxy.httpsProxy "NO_PROXY" (include "zenml.noProxy" .) -}}
{{- if $value -}}{{- $_ := set $env $name $value -}}{{- $_ := set $env (lower $name) $value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if or $server.certificates.customCAs $server.certificates.secretRefs -}}
{{- $_ := set $env "REQUESTS_CA_BUNDLE" "/updated-certs/ca-certificates.crt" -}}
{{- $_ := set $env "SSL_CERT_FILE" "/updated-certs/ca-certificates.crt" -}}
{{- $_ := set $env "NODE_OPTIONS" "--use-openssl-ca" -}}
{{- end -}}
{{- range $prefix, $store := dict "ZENML_SECRETS_STORE" $server.secretsStore "ZENML_BACKUP_SECRETS_STORE" $server.backupSecretsStore -}}
{{- if $store.enabled -}}
{{- range $name, $value := include "zenml.openStoreSettings" $store | fromYaml -}}{{- $_ := set $env (printf "%s_%s" $prefix $name) $value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- toYaml (mustMergeOverwrite $env ($server.environment | default dict)) -}}
{{- end -}}

{{/* What of a secrets store everybody may see who may read the Deployment. */}}
{{- define "zenml.openStoreSettings" -}}
{{- $settings := get . .type | default dict -}}
{{- $open := dict "TYPE" .type -}}
{{- if not (has .type (list "sql" "custom")) -}}{{- $_ := set $open "AUTH_METHOD" $settings.authMethod -}}{{- end -}}
{{- if eq .type "custom" -}}{{- $_ := set $open "CLASS_PATH" $settings.class_path -}}{{- end -}}
{{- if eq .type "azure" -}}{{- $_ := set $open "KEY_VAULT_NAME" $settings.key_vault_name -}}{{- end -}}
{{- if eq .type "hashicorp" -}}
{{- range $key := list "vault_addr" "vault_namespace" "mount_point" "auth_mount_point" "max_versions" "app_role_id" "aws_role" "aws_header_value" -}}
{{- with get $settings.authConfig $key -}}{{- $_ := set $open (upper $key) (toString .) -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- toYaml $open -}}
{{- end -}}

{{/* The environment of a container: plain values, then references to Secrets. */}}
{{- define "zenml.env" -}}
{{- $server := include "zenml.serverValues" . | fromYaml -}}
{{- range $name, $value := include "zenml.plainEnvironment" . | fromYaml }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- with $server.database.passwordSecretRef }}
- name: ZENML_STORE_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ .name }}, key: {{ .key }}}}
{{- end }}
{{- with $server.pro.enrollmentKeySecretRef }}
{{- if $server.pro.enabled }}
- name: ZENML_SERVER_PRO_OAUTH2_CLIENT_SECRET
  valueFrom: {secretKeyRef: {name: {{ .name }}, key: {{ .key }}}}
{{- end }}
{{- end }}
{{- range $server.environmentSecretKeyRefs }}
- name: {{ .name }}
  valueFrom: {secretKeyRef: {name: {{ .secretName }}, key: {{ .secretKey }}}}
{{- end }}
{{- end -}}

{{/* The content of the Secret that a container takes its environment from. */}}
{{- define "zenml.secretData" -}}
{{- $server := include "zenml.serverValues" . | fromYaml -}}
{{- $data := dict -}}
{{- $_ := set $data "ZENML_SERVER_JWT_SECRET_KEY" (include "zenml.keptSecret" (dict "root" . "key" "ZENML_SERVER_JWT_SECRET_KEY" "given" $server.auth.jwtSecretKey)) -}}
{{- if $server.pro.enabled -}}
{{- if and $server.pro.enrollmentKey $server.pro.enrollmentKeySecretRef -}}
{{- fail "server.pro.enrollmentKey and server.pro.enrollmentKeySecretRef exclude each other" -}}
{{- end -}}
{{- if not $server.pro.enrollmentKeySecretRef -}}
{{- $_ := set $data "ZENML_SERVER_PRO_OAUTH2_CLIENT_SECRET" (include "zenml.keptSecret" (dict "root" . "key" "ZENML_SERVER_PRO_OAUTH2_CLIENT_SECRET" "given" $server.pro.enrollmentKey)) -}}
{{- end -}}
{{- end -}}
{{- if $server.database.url -}}
{{- $_ := set $data "ZENML_STORE_URL" $server.database.url -}}
{{- range $key, $name := dict "sslCa" "SSL_CA" "sslCert" "SSL_CERT" "sslKey" "SSL_KEY" -}}
{{- $file := get $server.database $key -}}
{{- if and $file $file.value -}}{{- $_ := set $data (printf "ZENML_STORE_%s" $name) $file.value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- range $prefix, $store := dict "ZENML_SECRETS_STORE" $server.secretsStore "ZENML_BACKUP_SECRETS_STORE" $server.backupSecretsStore -}}
{{- if $store.enabled -}}
{{- $settings := get $store $store.type | default dict -}}
{{- if eq $store.type "sql" -}}
{{- if $settings.encryptionKey -}}{{- $_ := set $data (printf "%s_ENCRYPTION_KEY" $prefix) $settings.encryptionKey -}}{{- end -}}
{{- else if eq $store.type "hashicorp" -}}
{{- /* A null is no text, and b64enc fails on it below, as in the real chart. */ -}}
{{- if eq $settings.authMethod "token" -}}{{- $_ := set $data (printf "%s_VAULT_TOKEN" $prefix) $settings.authConfig.vault_token -}}{{- end -}}
{{- if eq $settings.authMethod "app_role" -}}{{- $_ := set $data (printf "%s_APP_SECRET_ID" $prefix) $settings.authConfig.app_secret_id -}}{{- end -}}
{{- else if ne $store.type "custom" -}}
{{- $_ := set $data (printf "%s_AUTH_CONFIG" $prefix) (toJson $settings.authConfig) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $name, $value := $server.secretEnvironment -}}{{- $_ := set $data $name ($value | toString) -}}{{- end -}}
{{- range $name, $value := $data }}
{{ $name }}: {{ $value | b64enc | quote }}
{{- end }}
{{- end -}}

{{/* Pod parts that Deployment, workers and migration Job share. `suffix` tells the hook's copies. */}}
{{- define "zenml.caInitContainer" -}}
{{- $server := include "zenml.serverValues" .root | fromYaml -}}
{{- if or $server.certificates.customCAs $server.certificates.secretRefs }}
- name: update-ca-certificates
  image: {{ include "zenml.image" .root | quote }}
  imagePullPolicy: {{ $server.image.pullPolicy }}
  securityContext:
    {{- toYaml .root.Values.securityContext | nindent 4 }}
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

{{- define "zenml.volumeMounts" -}}
{{- $server := include "zenml.serverValues" . | fromYaml -}}
- {name: zenml-config, mountPath: /zenml/.zenconfig}
{{- if or $server.certificates.customCAs $server.certificates.secretRefs }}
- {name: updated-certs, mountPath: /updated-certs, readOnly: true}
{{- end }}
{{- if include "zenml.databaseSecretFiles" . }}
- {name: db-certs, mountPath: /dbcerts, readOnly: true}
{{- end }}
{{- end -}}

{{- define "zenml.databaseSecretFiles" -}}
{{- $server := include "zenml.serverValues" . | fromYaml -}}
{{- if $server.database.url }}
{{- range list $server.database.sslCa $server.database.sslCert $server.database.sslKey }}
{{- if and . .secretRef }}
- secret: {name: {{ .secretRef.name }}, items: [{key: {{ .secretRef.key }}, path: {{ .secretRef.key }}}]}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "zenml.volumes" -}}
{{- $server := include "zenml.serverValues" .root | fromYaml -}}
- name: zenml-config
{{- if and $server.database.persistence.enabled (not $server.database.url) }}
  persistentVolumeClaim: {claimName: {{ include "zenml.fullname" .root }}-config}
{{- else }}
  emptyDir: {}
{{- end }}
{{- if or $server.certificates.customCAs $server.certificates.secretRefs }}
- name: updated-certs
  emptyDir: {}
- name: custom-certs
  projected:
    sources:
      {{- $root := .root }}
      {{- $suffix := .suffix }}
      {{- range $server.certificates.customCAs }}
      - secret: {name: {{ include "zenml.fullname" $root }}-custom-ca-{{ .name }}{{ $suffix }}, items: [{key: certificate, path: {{ .name }}.crt}]}
      {{- end }}
      {{- range $server.certificates.secretRefs }}
      - secret: {name: {{ .name }}, items: [{key: {{ .key }}, path: {{ .name }}.crt}]}
      {{- end }}
{{- end }}
{{- with include "zenml.databaseSecretFiles" .root }}
- name: db-certs
  projected:
    sources:
      {{- . | nindent 6 }}
{{- end }}
{{- end -}}
