import { describe, expect, it } from "vitest";
import { readConfig, wordsOf } from "./read-config.ts";

function workload(spec: string, container = "", kind = "Deployment") {
  return `apiVersion: apps/v1
kind: ${kind}
metadata: {name: api}
spec:
  template:
    metadata: {labels: {app: api}}
    spec:
      ${spec}
      containers:
        - name: api
          image: ghcr.io/shop/api:1.2.3
          ${container}
`;
}

const service =
  "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: api}\n  ports: [{port: 80}]\n";
const ingress =
  "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: edge}\nspec:\n  rules:\n    - http:\n        paths: [{path: /, backend: {service: {name: web}}}]\n";

describe("Kubernetes manifests", () => {
  it.each([
    ["hostNetwork: true", "the machine's network write"],
    ["hostPID: true", "the machine's processes write"],
    ["volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]", "/var/run/docker.sock write_all"],
    ["volumes: [{name: s, hostPath: {path: /etc}}]", "/etc write_all"],
  ])("sees that %s leads to the machine", async (spec, found) => {
    const scopes = await readConfig({ "deploy/api.yaml": workload(spec) });
    expect(wordsOf(scopes.get("Deployment/api"), "privilege", "target", "level")).toEqual([`host_access ${found}`]);
  });

  it.each([
    "hostNetwork: false",
    "volumes: [{name: t, hostPath: {path: /etc/localtime}}]",
    "volumes: [{name: t, emptyDir: {}}]",
  ])("makes nothing of %s", async (spec) => {
    const scopes = await readConfig({ "deploy/api.yaml": workload(spec) });
    expect(wordsOf(scopes.get("Deployment/api"), "privilege")).toEqual([]);
  });

  it("expects of an agent that it reaches its machine", async () => {
    const scopes = await readConfig({ "a.yaml": workload("", "securityContext: {privileged: true}", "DaemonSet") });
    expect(wordsOf(scopes.get("DaemonSet/api"), "privilege", "level")).toEqual(["host_access write"]);
  });

  it("reads restrictions of the pod and of its containers", async () => {
    const context =
      "securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: true, capabilities: {drop: [ALL]}}";
    const scopes = await readConfig({ "a.yaml": workload("securityContext: {runAsUser: 0}", context) });
    expect(wordsOf(scopes.get("Deployment/api"), "control", "callee", "effective")).toEqual([
      "sandbox capabilities true",
      "sandbox runAsNonRoot true",
      "sandbox allowPrivilegeEscalation false",
    ]);
    expect(wordsOf(scopes.get("Deployment/api"), "privilege", "level")).toEqual(["container_user root"]);
  });

  it("leads the way in from an ingress over its service to the workload", async () => {
    const scopes = await readConfig({
      "d/api.yaml": workload(""),
      "d/service.yaml": service,
      "d/ingress.yaml": ingress,
    });
    expect(scopes.get("Deployment/api")?.entryPoint).toMatchObject({ name: "Ingress", path: "d/ingress.yaml" });
  });

  it("does not lead it into another folder without a namespace", async () => {
    const scopes = await readConfig({
      "a/api.yaml": workload(""),
      "b/service.yaml": service,
      "b/ingress.yaml": ingress,
    });
    expect(scopes.get("Deployment/api")?.entryPoint).toBeNull();
  });

  it("reads a chart's template around its directives, and says what it could not see", async () => {
    const text = workload("{{- with .Values.hostPID }}", "securityContext: {privileged: {{ .Values.privileged }}}");
    const scopes = await readConfig({ "charts/api/templates/api.yaml": text });
    expect(wordsOf(scopes.get("Deployment/api"), "privilege")).toEqual([]);
    expect(scopes.get("Deployment/api")?.blindSpot).toMatch(/template/u);
  });

  it.each([
    ["DB_PASSWORD", "hunter2", ["default_password DB_PASSWORD"]],
    ["DB_PASSWORD", "q8Zr-42x-Lm0p", ["hardcoded DB_PASSWORD"]],
    ["DB_PASSWORD_FILE", "/run/secrets/db", []],
    ["API_TOKEN", "$(TOKEN)", []],
    ["LOG_LEVEL", "q8Zr-42x-Lm0p", []],
  ])("judges the value of %s", async (name, value, found) => {
    const scopes = await readConfig({ "a.yaml": workload("", `env: [{name: ${name}, value: "${value}"}]`) });
    expect(wordsOf(scopes.get("Deployment/api"), "secret_use", "variable")).toEqual(found);
  });

  it("looks into secrets, which base64 does not hide", async () => {
    const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\ndata:\n  password: cGFzc3dvcmQxMjM=\n";
    const scopes = await readConfig({ "a.yaml": secret });
    expect(wordsOf(scopes.get("Secret/db"), "secret_use")).toEqual(["default_password"]);
  });
});
