import type { Fact, Scope } from "../../domain/fact.ts";
import type { SourceFile } from "../fact-reader.ts";
import type { LineRange } from "../settings/line-range.ts";
import type { Setting } from "../settings/setting.ts";
import type { ConfigFacts, ResourceLinks } from "./resource-links.ts";
import type { Say } from "./say.ts";

/** One document of a configuration file, ready to be told from others and read. */
export interface ConfigDocument {
  readonly file: SourceFile;
  readonly root: Setting;
  readonly say: Say;
  /** True when parts of it are decided only where the template is used. */
  readonly isTemplate: boolean;
}

/** One kind of configuration, such as Kubernetes manifests, with what it says about the system. */
export interface Platform {
  readonly id: string;
  /** True when the document is of this kind, by its place or by the keys that only this kind has. */
  recognises(document: ConfigDocument): boolean;
  scopes(document: ConfigDocument): ConfigScope[];
}

/** A scope, with what links it to those of other files where that can be told. */
export interface ConfigScope {
  readonly scope: Scope;
  readonly links: ResourceLinks | null;
}

/** What a scope of configuration is made of. */
export interface ConfigScopeParts {
  /** What the resource is, such as `Deployment/api`; never where it stands. */
  readonly name: string;
  readonly lines: LineRange;
  readonly facts: readonly Fact[];
  readonly links?: ResourceLinks | null;
}

/** What a reader yields for a file with these scopes. */
export function configFacts(
  { path, side }: SourceFile,
  found: readonly ConfigScope[],
  limitation: string | null,
): ConfigFacts {
  return {
    path,
    side,
    scopes: found.map(({ scope }) => scope),
    resources: found.map(({ links }) => links),
    limitation,
  };
}

const TEMPLATE_BLIND_SPOT = "What the values switch on in this template.";

/** A resource that a document declares, as a scope of its own. */
export function configScope({ file, isTemplate }: ConfigDocument, parts: ConfigScopeParts): ConfigScope {
  const { name, lines, facts, links = null } = parts;
  const scope: Scope = {
    element: "config",
    name,
    path: file.path,
    side: file.side,
    entryPoint: facts.find(({ kind }) => kind === "entry_point") ?? null,
    facts,
    startLine: lines.start,
    endLine: lines.end,
    blindSpot: isTemplate ? TEMPLATE_BLIND_SPOT : null,
  };
  return { scope, links };
}
