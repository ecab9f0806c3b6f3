import { posix } from "node:path";
import type { Evidence } from "../../domain/evidence.ts";
import type { Scope } from "../../domain/fact.ts";
import type { ThreatCandidate } from "../../domain/threat.ts";
import type { Grounded } from "../grounded.ts";

/** Where in the system a model's lines stand, as the program knows it and not as the model calls it. */
export interface Place {
  readonly scope: Scope;
  /** False when no reader understood the file, so that the scope is only a name. */
  readonly known: boolean;
}

type Lines = Pick<Evidence, "path" | "side" | "startLine" | "endLine">;

/** The scope that the lines belong to: one with an entry point if any line lies in one, else the narrowest. */
export function placeOf(lines: readonly Lines[], { delta }: Pick<Grounded, "delta">): Place {
  const headFirst = lines.toSorted((a, b) => b.side.localeCompare(a.side));
  const found = headFirst.flatMap((line) => scopesAround(line, [...delta[line.side].scopes]));
  const scope = found.find(({ entryPoint, element }) => entryPoint !== null || element !== "process") ?? found[0];
  return scope ? { scope, known: true } : { scope: unknownScope(lines[0]?.path ?? ""), known: false };
}

/** The rule candidate of this kind that stands on the same lines; the model's threat takes over where it is. */
export function ruleTwin(kind: string, lines: readonly Lines[], { candidates }: Grounded): ThreatCandidate | null {
  const ofKind = candidates.filter((candidate) => candidate.kind === kind && candidate.effect !== "resolved");
  return ofKind.find(({ anchors }) => anchors.some((anchor) => lines.some((line) => overlap(anchor, line)))) ?? null;
}

/** Narrowest first. */
function scopesAround({ path, side, startLine, endLine }: Lines, scopes: Scope[]): Scope[] {
  return scopes
    .filter((scope) => scope.path === path && scope.side === side)
    .filter((scope) => scope.startLine <= startLine && endLine <= scope.endLine)
    .sort((a, b) => a.endLine - a.startLine - (b.endLine - b.startLine));
}

function overlap(one: Lines, other: Lines): boolean {
  const isSameFile = one.path === other.path && one.side === other.side;
  return isSameFile && one.startLine <= other.endLine && other.startLine <= one.endLine;
}

function unknownScope(path: string): Scope {
  return {
    element: "config",
    name: posix.basename(path),
    path,
    side: "head",
    entryPoint: null,
    facts: [],
    startLine: 1,
    endLine: 1,
    blindSpot: "No reader understands this file.",
  };
}
