import type { ChangeSet, ChangedFile } from "../../domain/change-set.ts";
import type { Fact, Scope } from "../../domain/fact.ts";
import { changedLines } from "../../domain/hunks.ts";
import type { SystemDelta } from "../../domain/system-model.ts";
import { isNew } from "../../domain/threat.ts";
import { type FileRole, roleOf } from "../../facts/file-role.ts";
import type { Grounded } from "../grounded.ts";
import { isLost } from "./lost-control.ts";

/** How much a path's role alone says; the steps between them leave no room for facts to lift a test above code. */
const ROLE_WEIGHTS: Readonly<Record<FileRole, number>> = {
  code: 300,
  configuration: 300,
  unknown: 200,
  tooling: 95,
  lock: 90,
  translation: 85,
  checksums: 85,
  data: 80,
  generated: 70,
  vendored: 60,
  test: 40,
  documentation: 20,
};

/** Code weighs so much that is about security by its name, or of which facts say as much. */
export const RELEVANT = 315;

/** True for code that has a sink or a control, or is about security by its name: what stands around it matters. */
export function isTelling(weight: number): boolean {
  return weight >= ROLE_WEIGHTS.unknown && weight % 100 >= OF_SINK;
}

/** What a sink adds. */
const OF_SINK = 8;

/** Tests, prose and what others maintain weigh less. */
export const WORTH_A_CALL = 90;

/** Where unchanged files that help to judge the change stand among changed ones. */
export const CONTEXT_WEIGHT = 150;

/** True when a model could have something to say: some scope changed, or a file that is more than tests and prose. */
export function isWorthAsking(change: ChangeSet, grounded: Grounded): boolean {
  if (grounded.delta.changedScopes.length > 0) return true;
  return change.files.some(({ path }) => !["documentation", "test"].includes(roleOf(path)));
}

/** Paths that are about security by their name, also where no reader finds a fact in them. */
const SECURITY =
  /auth|log-?in|sign-?in|session|cookie|passw|secret|credential|token|jw[tks]\b|csrf|xsrf|cors|crypt|cipher|hash|sign(?:ature|ed|ing)|permission|polic(?:y|ies)|\bacl\b|rbac|\brole(?!s\/)|guard|middleware|secur|sanitiz|escap|valid|upload|download|serve-?static|static-?serv|proxy|redirect|webhook|limit|ip-?(?:filter|restrict|allow)|request\b|oauth|oidc|saml|\bsso\b|mfa|totp|admin|payment|billing|exec\b|shell|\beval|deserial|template/iu;

/** The higher, the earlier a file is shown: role of the path, then entry points, sinks and lost controls it changes. */
export function weighFile(file: ChangedFile, grounded: Grounded): number {
  const scopes = changedScopesOf(file, grounded.delta);
  const facts = [...new Set([...scopes.flatMap((scope) => scope.facts), ...factsIn(file, grounded.delta)])];
  const signals: readonly [boolean, number][] = [
    [losesControl(scopes, grounded.delta), 40],
    [removesControlLine(file, facts), 30],
    [facts.some(({ kind, attributes }) => kind === "sink" && attributes["tainted"] === true), 25],
    [scopes.some((scope) => scope.entryPoint !== null), 20],
    [SECURITY.test(file.path), 15],
    [facts.some(({ kind }) => kind === "control"), 10],
    [facts.some(({ kind }) => kind === "sink"), OF_SINK],
    [isSuspected(file.path, grounded), 6],
    [facts.length > 0, 4],
  ];
  const weight = signals.reduce((sum, [applies, points]) => sum + (applies ? points : 0), 0);
  return ROLE_WEIGHTS[roleOf(file.path)] + Math.min(weight, 99);
}

function changedScopesOf(file: ChangedFile, delta: SystemDelta): Scope[] {
  return delta.changedScopes
    .flatMap(({ base, head }) => [base, head])
    .filter((scope) => scope !== null)
    .filter(({ path }) => path === file.path || path === file.previousPath);
}

/** What a path that begins in another file does in this one. */
function factsIn(file: ChangedFile, { changedScopes }: SystemDelta): Fact[] {
  const scopes = changedScopes.flatMap(({ base, head }) => [base, head]).filter((scope) => scope !== null);
  return scopes.flatMap(({ facts }) => facts).filter(({ path }) => path === file.path || path === file.previousPath);
}

function losesControl(scopes: readonly Scope[], { controls }: SystemDelta): boolean {
  const names = new Set(scopes.map(({ name }) => name));
  return controls.some((cell) => names.has(cell.path) && isLost(cell));
}

function removesControlLine(file: ChangedFile, facts: readonly Fact[]): boolean {
  const removed = changedLines(file.hunks, "base");
  return facts.some(({ kind, side, startLine }) => kind === "control" && side === "base" && removed.has(startLine));
}

function isSuspected(path: string, { candidates }: Grounded): boolean {
  return candidates.some(({ effect, anchors }) => isNew(effect) && anchors[0]?.path === path);
}
