{{- define "azulejo.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 53 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 53 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "azulejo.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "azulejo.labels" -}}
{{ include "azulejo.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "azulejo.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "azulejo.name" .) }}{{ else }}{{ .Values.serviceAccount.name | default "default" }}{{ end }}
{{- end }}

{{- define "azulejo.image" -}}
{{ printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) }}
{{- end }}

{{/* What the pods of the server and of the migration have alike. */}}
{{- define "azulejo.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "azulejo.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "azulejo.environment" -}}
- {name: SPRING_DATASOURCE_URL, value: {{ .Values.database.url | quote }}}
- {name: SPRING_DATASOURCE_USERNAME, value: {{ .Values.database.username | quote }}}
- name: SPRING_CONFIG_IMPORT
  value: "optional:configtree:/run/secrets/azulejo/*/"
- {name: JDK_JAVA_OPTIONS, value: {{ .Values.jvmOptions | quote }}}
{{- end }}

{{- define "azulejo.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: data, mountPath: /var/lib/azulejo}
- {name: config, mountPath: /etc/azulejo/server, readOnly: true}
- {name: database, mountPath: /run/secrets/azulejo/database, readOnly: true}
{{- range .Values.propertySecrets }}
- {name: {{ printf "secret-%s" . }}, mountPath: {{ printf "/run/secrets/azulejo/%s" . }}, readOnly: true}
{{- end }}
{{- end }}

{{- define "azulejo.volumes" -}}
- {name: tmp, emptyDir: {medium: Memory, sizeLimit: 256Mi}}
- {name: data, emptyDir: {sizeLimit: 2Gi}}
- name: config
  configMap: {name: {{ include "azulejo.name" . }}}
- name: database
  secret:
    secretName: {{ .Values.database.existingSecret }}
    items: [{key: {{ .Values.database.passwordKey }}, path: spring.datasource.password}]
{{- range .Values.propertySecrets }}
- name: {{ printf "secret-%s" . }}
  secret: {secretName: {{ . }}}
{{- end }}
{{- end }}
