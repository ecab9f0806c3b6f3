import type { Fact } from "../../../domain/fact.ts";
import { entryAt, settingAt } from "../../settings/setting.ts";
import { credentialsBelow } from "../credentials.ts";
import { type ConfigDocument, type ConfigScope, configScope, type Platform } from "../platform.ts";
import { headOf } from "../say.ts";
import { bindingFacts, roleFacts } from "./access-rules.ts";
import { ingressFacts, serviceFacts } from "./exposure.ts";
import { kubernetesLinks } from "./links.ts";
import { type Manifest, manifestsIn, podOf } from "./manifest.ts";
import { podFacts } from "./pod.ts";
import { policyFacts } from "./network-policy.ts";
import { secretFacts } from "./secret-object.ts";

/** Kubernetes manifests, plain or as templates of a chart; one scope for each object. */
export const kubernetes: Platform = {
  id: "kubernetes",
  recognises: ({ root }) => entryAt(root, "apiVersion") !== null && entryAt(root, "kind") !== null,
  scopes: (document) => manifestsIn(document).map((manifest) => scopeOf(document, manifest)),
};

function scopeOf(document: ConfigDocument, manifest: Manifest): ConfigScope {
  const { name, root } = manifest;
  const links = kubernetesLinks(manifest);
  return configScope(document, { name, lines: root.lines, facts: factsOf(manifest), links });
}

const BY_KIND: Readonly<Record<string, (manifest: Manifest) => Fact[]>> = {
  Role: roleFacts,
  ClusterRole: roleFacts,
  RoleBinding: bindingFacts,
  ClusterRoleBinding: bindingFacts,
  Service: serviceFacts,
  Ingress: ingressFacts,
  NetworkPolicy: policyFacts,
  Secret: secretFacts,
  ConfigMap: configMapFacts,
};

function factsOf(manifest: Manifest): Fact[] {
  const { document, kind } = manifest;
  const pod = podOf(manifest);
  const spec = settingAt(pod, "spec");
  if (spec === null) return BY_KIND[kind]?.(manifest) ?? [];
  return podFacts(spec, { say: document.say, isAgent: kind === "DaemonSet" });
}

function configMapFacts({ root, document: { say } }: Manifest): Fact[] {
  const data = settingAt(root, "data");
  if (data === null) return [];
  return credentialsBelow(data).map(({ lines, said }) => say(headOf(lines), said));
}
