import { type Entry, everyEntry, type Setting } from "../../settings/setting.ts";
import type { Say } from "../say.ts";

/** One resource or data block. */
export interface Resource {
  readonly type: string;
  /** `aws_s3_bucket.logs`. */
  readonly address: string;
  readonly body: Setting;
  readonly entry: Entry;
  readonly say: Say;
}

/** The resources and data of a file, each by the address that others name it by. */
export function resourcesIn(root: Setting, say: Say): Resource[] {
  return root.entries.flatMap((entry) => {
    const [type, name] = entry.labels;
    if ((entry.key !== "resource" && entry.key !== "data") || type === undefined || name === undefined) return [];
    const address = `${entry.key === "data" ? "data." : ""}${type}.${name}`;
    return [{ type, address, body: entry.value, entry, say }];
  });
}

/** Addresses of the resources that a resource names in its settings. */
export function referencedBy({ body }: Resource): string[] {
  const references = everyEntry(body)
    .flatMap(({ value }) => [value, ...value.items])
    .map(({ reference }) => reference ?? "");
  return references.flatMap((text) => text.match(/\b(?:aws|google|azurerm)_\w+\.[\w-]+/gu) ?? []);
}
