import type { Fact } from "../../../domain/fact.ts";
import { type Entry, entryAt, type Setting, settingAt, textAt } from "../../settings/setting.ts";
import { servedOn } from "../ports.ts";
import { headOf, type Say, settingControl } from "../say.ts";
import type { Manifest } from "./manifest.ts";

const INTERNAL_BALANCER = /internal/iu;
const SCHEME = /scheme|load-balancer-type/u;

/** What a service opens to callers outside the cluster. */
export function serviceFacts({ root, document: { say } }: Manifest): Fact[] {
  const type = entryAt(root, "spec", "type");
  const exposure = exposureOf(type?.value.text ?? null, root);
  if (!type || exposure === null) return [];
  const bind = settingAt(root, "spec", "loadBalancerSourceRanges") === null ? "all" : "unknown";
  const ports = settingAt(root, "spec", "ports")?.items ?? [];
  return [
    ...(exposure === "internet" ? [opening(type.lines, "LoadBalancer", say)] : []),
    ...ports.map((port) => {
      const number = portOf(port);
      const attributes = { bind, port: number, enabled: true, serves: servedOn(number), exposure };
      return say(headOf(port.lines), { kind: "listener", name: "port", attributes });
    }),
  ];
}

function exposureOf(type: string | null, root: Setting): "internet" | "unknown" | null {
  if (type === "NodePort") return "unknown";
  if (type !== "LoadBalancer") return null;
  return isInternal(root) ? "unknown" : "internet";
}

/** The port that the pods listen on, which tells more than the one in front of them. */
function portOf(port: Setting): string {
  const numbers = [textAt(port, "targetPort"), textAt(port, "port")].filter((text) => /^\d+$/u.test(text ?? ""));
  return numbers[0] ?? "";
}

function isInternal(root: Setting): boolean {
  const annotations = settingAt(root, "metadata", "annotations")?.entries ?? [];
  return annotations.some(({ key, value }) => {
    const text = value.text ?? "";
    return INTERNAL_BALANCER.test(key) ? text !== "false" : SCHEME.test(key) && INTERNAL_BALANCER.test(text);
  });
}

function opening(lines: Entry["lines"], trigger: string, say: Say): Fact {
  const attributes = { protocol: "http", exposure: "internet", trigger };
  return say(lines, { kind: "entry_point", name: trigger, attributes });
}

/** Annotations by which a way in asks callers who they are, or lets only some addresses through. */
const SIGN_IN = /\/(?:auth-(?:url|type|tls-secret|signin)|basic-auth)$/u;
const ADDRESSES = /\/(?:whitelist-source-range|allowlist-source-range|inbound-cidrs)$/u;
const PLAIN_ALLOWED = /\/(?:force-)?ssl-redirect$/u;

/** What a way into the cluster protects its callers and services with. */
export function ingressFacts({ root, document: { say } }: Manifest): Fact[] {
  const kind = entryAt(root, "kind");
  const tls = entryAt(root, "spec", "tls");
  const annotations = settingAt(root, "metadata", "annotations")?.entries ?? [];
  return [
    ...(kind ? [opening(kind.lines, "Ingress", say)] : []),
    ...(tls && tls.value.items.length > 0 ? [say(headOf(tls.lines), inTransit(true))] : []),
    ...annotations.flatMap((annotation) => annotationFacts(annotation, say)),
  ];
}

function annotationFacts({ key, value, lines }: Entry, say: Say): Fact[] {
  if (SIGN_IN.test(key)) return [say(lines, settingControl("authn", true, { callee: key }))];
  if (ADDRESSES.test(key)) {
    const open = /(?:^|,)\s*(?:0\.0\.0\.0|::)\/0/u.test(value.text ?? "");
    return [say(lines, settingControl("authz", !open, { callee: key }))];
  }
  return PLAIN_ALLOWED.test(key) && value.text === "false" ? [say(lines, inTransit(false))] : [];
}

function inTransit(effective: boolean) {
  return settingControl("encryption", effective, { protects: "in transit" });
}
