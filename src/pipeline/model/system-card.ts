import type { Fact, Scope } from "../../domain/fact.ts";
import type { ChangedScope, ControlCoverage, SystemDelta } from "../../domain/system-model.ts";
import type { ChangeSummary } from "../change-summary.ts";
import type { Grounded } from "../grounded.ts";
import { describeFact } from "../ground/words.ts";

/** Most scopes and facts per scope that are told; the code itself is shown as well. */
const MAX_SCOPES = 40;
const MAX_FACTS = 14;

/**
 * What facts say about the changed parts of the system, for a model that sees only some of the code; with `paths`, about
 * what runs in or through these files.
 */
export function describeSystem({ delta }: Pick<Grounded, "delta">, paths?: ReadonlySet<string>): string {
  const scopes = paths ? delta.changedScopes.filter((scope) => touches(scope, paths)) : delta.changedScopes;
  if (scopes.length === 0) return "Nothing that the program understands has changed.";
  const described = scopes.flatMap((scope) => describeScope(scope, delta) ?? []);
  if (described.length === 0) return "Of what changed, the program knows nothing that the code does not show.";
  const shown = described.slice(0, MAX_SCOPES);
  const rest = described.length - shown.length;
  return [...shown, ...(rest > 0 ? [`… and ${rest} more parts`] : [])].join("\n");
}

function touches({ path, base, head }: ChangedScope, paths: ReadonlySet<string>): boolean {
  const facts = [base, head].flatMap((scope) => scope?.facts ?? []);
  return paths.has(path) || facts.some((fact) => paths.has(fact.path));
}

/**
 * The program's own list of changes, with `paths` those in these files; of a model's items only the places, since their
 * words came from the code.
 */
export function describeChanges({ items }: ChangeSummary, paths?: ReadonlySet<string>): string {
  const told = paths ? items.filter(({ path }) => paths.has(path)) : items;
  if (told.length === 0) return "The program's list of changes is empty.";
  const lines = told.map(({ origin, text, path, line, side, topic, change }) => {
    const place = `${path}:${line}${side === "base" ? " before the change" : ""}`;
    return origin === "rule" ? `- ${text} (${place})` : `- ${topic} ${change} at ${place}`;
  });
  return ["Changes:", ...lines].join("\n");
}

/** What rules found already, by kind, element and place. */
export function describeFound({ candidates }: Pick<Grounded, "candidates">): string {
  const open = candidates.filter(({ effect }) => effect !== "resolved");
  if (open.length === 0) return "None.";
  return open
    .map(({ kind, title, element, anchors }) => `- ${kind} at ${element}${placeOf(anchors[0])}: ${title}`)
    .join("\n");
}

function placeOf(anchor: { path: string; startLine: number } | undefined): string {
  return anchor ? ` (${anchor.path}:${anchor.startLine})` : "";
}

/** `null` when nothing is known but that it changed, which the diff shows. */
function describeScope({ name, path, base, head }: ChangedScope, delta: SystemDelta): string | null {
  const scope = head ?? base;
  const lines = [
    ...controlLines(delta.controls.filter((cell) => cell.path === name)),
    ...(scope ? factLines(scope) : []),
    ...(head?.blindSpot ? [`  not seen: ${head.blindSpot}`] : []),
  ];
  return lines.length === 0 ? null : [`${name} (${path}, ${stateOf(base, head)})`, ...lines].join("\n");
}

function stateOf(base: Scope | null, head: Scope | null): string {
  if (base === null) return "new";
  return head === null ? "removed" : "changed";
}

function controlLines(cells: readonly ControlCoverage[]): string[] {
  const words = cells.map(({ control, base, head }) => {
    return base === "no_path" || base === head ? `${control} ${head}` : `${control} ${base} -> ${head}`;
  });
  return words.length === 0 ? [] : [`  controls: ${words.join(", ")}`];
}

function factLines({ path, entryPoint, facts }: Scope): string[] {
  const told = [...(entryPoint ? [entryPoint] : []), ...facts.filter((fact) => fact !== entryPoint)];
  return told
    .filter((fact) => !isOfPackage(fact))
    .slice(0, MAX_FACTS)
    .map((fact) => `  ${fact.path === path ? "" : fact.path}:${fact.startLine} ${describeFact(fact)}`);
}

/** A package and its version: the list of changes tells which are new, and the diff the rest. */
function isOfPackage({ kind, name }: Fact): boolean {
  return (kind === "dependency" && name === "package") || (kind === "control" && name === "pinning");
}
