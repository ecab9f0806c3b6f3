import type { Fact } from "../../../domain/fact.ts";
import { entriesNamed, entryAt, type Setting, settingAt, textAt } from "../../settings/setting.ts";
import { addedCapability, hostAccess } from "../capabilities.ts";
import { credentialIn } from "../credentials.ts";
import { reachOf } from "../host-paths.ts";
import { imageAttributes } from "../image-reference.ts";
import { headOf, type Say } from "../say.ts";
import { containerSecurity, podSecurity } from "./security-context.ts";

/** Where a pod runs, as far as it decides what is ordinary there. */
export interface PodPlace {
  readonly say: Say;
  /** One on every machine: reaching the machine is what it is for. */
  readonly isAgent: boolean;
}

/** What the specification of a pod says about its containers and what they reach. */
export function podFacts(spec: Setting, place: PodPlace): Fact[] {
  const running = entriesNamed(spec, "containers").flatMap(({ value }) => value.items);
  const preparing = entriesNamed(spec, "initContainers").flatMap(({ value }) => value.items);
  return [
    ...podSecurity(spec, place.say),
    ...sharedNamespaces(spec, place),
    ...hostVolumes(spec, [...running, ...preparing], place),
    ...running.flatMap((container) => containerFacts(container, place)),
    // What prepares a pod is gone when the pod takes requests.
    ...preparing.flatMap((container) => containerFacts(container, { ...place, isAgent: true })),
  ];
}

function containerFacts(container: Setting, place: PodPlace): Fact[] {
  return [
    ...imageFacts(container, place.say),
    ...containerSecurity(container, place),
    ...capabilityFacts(container, place),
    ...environmentFacts(container, place),
  ];
}

function imageFacts(container: Setting, say: Say): Fact[] {
  const image = entryAt(container, "image");
  if (!image) return [];
  const reference = image.value.text;
  // A workload whose image is decided elsewhere is a workload all the same.
  const attributes = reference === null ? { pinned: "tag" } : imageAttributes(reference);
  return [say(image.lines, { kind: "dependency", name: "image", attributes })];
}

const NAMESPACES: Readonly<Record<string, readonly [target: string, level: "write_all" | "write"]>> = {
  hostPID: ["the machine's processes", "write"],
  hostNetwork: ["the machine's network", "write"],
  hostIPC: ["the machine's shared memory", "write"],
};

function sharedNamespaces(spec: Setting, { say }: PodPlace): Fact[] {
  return spec.entries.flatMap(({ key, value, lines }) => {
    const shared = NAMESPACES[key];
    return shared && value.text === "true" ? [say(lines, hostAccess(...shared))] : [];
  });
}

function hostVolumes(spec: Setting, containers: readonly Setting[], { say, isAgent }: PodPlace): Fact[] {
  const volumes = settingAt(spec, "volumes")?.items ?? [];
  return volumes.flatMap((volume) => {
    const hostPath = entryAt(volume, "hostPath", "path");
    const path = hostPath?.value.text ?? null;
    if (!hostPath || path === null) return [];
    const level = reachOf(path, isReadOnly(textAt(volume, "name"), containers));
    if (level === null) return [];
    return [say(hostPath.lines, hostAccess(path, level === "write_all" && isAgent ? "write" : level))];
  });
}

/** True when every container that mounts the volume may only read it. */
function isReadOnly(volume: string | null, containers: readonly Setting[]): boolean {
  const mounts = containers
    .flatMap((container) => settingAt(container, "volumeMounts")?.items ?? [])
    .filter((mount) => textAt(mount, "name") === volume);
  return mounts.length > 0 && mounts.every((mount) => textAt(mount, "readOnly") === "true");
}

function capabilityFacts(container: Setting, { say, isAgent }: PodPlace): Fact[] {
  const added = settingAt(container, "securityContext", "capabilities", "add")?.items ?? [];
  return added.flatMap(({ text, lines }) => {
    const said = text === null ? null : addedCapability(text, isAgent);
    return said ? [say(lines, said)] : [];
  });
}

function environmentFacts(container: Setting, { say }: PodPlace): Fact[] {
  const variables = settingAt(container, "env")?.items ?? [];
  return variables.flatMap((item) => {
    const [variable, value] = [textAt(item, "name"), textAt(item, "value")];
    const said = variable === null || value === null ? null : credentialIn({ variable, value });
    return said ? [say(headOf(item.lines), said)] : [];
  });
}
