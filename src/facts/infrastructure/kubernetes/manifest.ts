import { shortName } from "../../text-facts.ts";
import { type Setting, settingAt, textAt } from "../../settings/setting.ts";
import { type ConfigDocument } from "../platform.ts";

/** One Kubernetes object of a document. */
export interface Manifest {
  readonly document: ConfigDocument;
  readonly root: Setting;
  readonly kind: string;
  /** `Deployment/api`; where the name is decided elsewhere, the file stands in for it. */
  readonly name: string;
  readonly namespace: string | null;
}

/** The objects of a document, those of a `List` one by one. */
export function manifestsIn(document: ConfigDocument): Manifest[] {
  const kind = textAt(document.root, "kind");
  if (kind === null) return [];
  const roots = kind.endsWith("List") ? (settingAt(document.root, "items")?.items ?? []) : [document.root];
  return roots.flatMap((root) => manifestOf(document, root));
}

function manifestOf(document: ConfigDocument, root: Setting): Manifest[] {
  const kind = textAt(root, "kind");
  if (kind === null) return [];
  const name = textAt(root, "metadata", "name") ?? shortName(document.file.path);
  return [{ document, root, kind, name: `${kind}/${name}`, namespace: textAt(root, "metadata", "namespace") }];
}

/** Where each kind of workload keeps what its pods are made from. */
const POD_PATHS: readonly (readonly string[])[] = [
  ["spec", "jobTemplate", "spec", "template"],
  ["spec", "template"],
  [],
];

/** What a workload's pods are made from, with their labels; `null` for other objects. */
export function podOf({ root, kind }: Manifest): Setting | null {
  const path = POD_PATHS.find((keys) => settingAt(root, ...keys, "spec", "containers") !== null);
  if (path === undefined || (path.length === 0 && kind !== "Pod")) return null;
  return path.length === 0 ? root : settingAt(root, ...path);
}

/** Labels as `key=value`, without those that are not known yet. */
export function labelsOf(setting: Setting | null): string[] {
  return (setting?.entries ?? []).flatMap(({ key, value }) => (value.text === null ? [] : [`${key}=${value.text}`]));
}
