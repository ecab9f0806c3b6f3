import { everyEntry, type Setting, settingAt } from "../../settings/setting.ts";
import type { ResourceLinks } from "../resource-links.ts";
import { labelsOf, type Manifest, podOf } from "./manifest.ts";

/** What a Kubernetes object answers to, and which others it is about. */
export function kubernetesLinks(manifest: Manifest): ResourceLinks | null {
  const { root, kind, name, namespace: space } = manifest;
  const pod = podOf(manifest);
  if (pod !== null) {
    return { space, answersTo: ["pod", ...labelsOf(settingAt(pod, "metadata", "labels"))], concerns: [], gives: [] };
  }
  if (kind === "NetworkPolicy") {
    const concerns = selected(
      settingAt(root, "spec", "podSelector"),
      settingAt(root, "spec", "podSelector", "matchLabels"),
    );
    return { space, answersTo: [], concerns, gives: ["control"] };
  }
  if (kind === "Service") {
    const selector = settingAt(root, "spec", "selector");
    return { space, answersTo: [name], concerns: selector ? selected(selector, selector) : [], gives: ["entry_point"] };
  }
  if (kind !== "Ingress") return null;
  return {
    space,
    answersTo: [],
    concerns: backendsOf(root).map((backend) => [backend]),
    gives: ["entry_point", "control"],
  };
}

/** The pods that a selector picks: all of them when it is empty, none that can be told when a template fills it. */
function selected(selector: Setting | null, labels: Setting | null): string[][] {
  if (selector === null || settingAt(selector, "matchExpressions") !== null) return [];
  const known = labelsOf(labels);
  return known.length === (labels?.entries.length ?? 0) ? [["pod", ...known]] : [];
}

function backendsOf(root: Setting): string[] {
  const spec = settingAt(root, "spec");
  const entries = spec ? everyEntry(spec) : [];
  const old = entries.filter(({ key }) => key === "serviceName").map(({ value }) => value.text);
  const current = entries
    .filter(({ key }) => key === "service")
    .map(({ value }) => settingAt(value, "name")?.text ?? null);
  return [...old, ...current].flatMap((backend) => (backend === null ? [] : [`Service/${backend}`]));
}
