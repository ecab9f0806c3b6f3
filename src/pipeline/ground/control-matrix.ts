import { CONTROL_NAMES, type ControlName, type Fact, type Scope } from "../../domain/fact.ts";
import type { ControlCoverage, ControlPresence } from "../../domain/system-model.ts";
import type { ScopePair } from "./pair-scopes.ts";

/**
 * Which control protects which path, before and after. Rows are for code only: a changed scope gets one per control
 * that any scope in view has, and any other scope gets one per control that it gained or lost.
 */
export function controlMatrix(pairs: readonly ScopePair[], changed: ReadonlySet<ScopePair>): ControlCoverage[] {
  const rows = pairs.map((pair): [ScopePair, ControlCoverage[]] => [pair, isCode(pair) ? rowsOf(pair) : []]);
  const inUse = new Set(rows.flatMap(([, row]) => row.filter(isPresent).map(({ control }) => control)));
  return rows.flatMap(([pair, row]) =>
    row.filter((cell) => inUse.has(cell.control) && (changed.has(pair) || differs(cell))),
  );
}

function rowsOf(pair: ScopePair): ControlCoverage[] {
  const path = pair.head?.name ?? pair.base?.name ?? "";
  const [baseControls, headControls] = [controlsOf(pair.base), controlsOf(pair.head)];
  return CONTROL_NAMES.map((control) => ({
    path,
    control,
    base: presence(pair.base, baseControls.has(control)),
    head: presence(pair.head, headControls.has(control)),
    evidence: headControls.get(control) ?? baseControls.get(control) ?? null,
  }));
}

function controlsOf(scope: Scope | null): Map<ControlName, Fact> {
  const found = new Map<ControlName, Fact>();
  for (const fact of scope?.facts ?? []) {
    const name = CONTROL_NAMES.find((control) => control === fact.name);
    const works = fact.kind === "control" && fact.attributes["effective"] === true;
    if (works && name !== undefined && !found.has(name)) found.set(name, fact);
  }
  return found;
}

function presence(scope: Scope | null, isThere: boolean): ControlPresence {
  if (scope === null) return "no_path";
  if (isThere) return "present";
  return scope.blindSpot === null ? "absent" : "unknown";
}

function isCode(pair: ScopePair): boolean {
  return (pair.head ?? pair.base)?.element === "process";
}

function isPresent({ base, head }: ControlCoverage): boolean {
  return base === "present" || head === "present";
}

function differs(cell: ControlCoverage): boolean {
  return cell.base !== cell.head && isPresent(cell);
}
