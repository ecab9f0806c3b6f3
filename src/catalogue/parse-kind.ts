import { LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import { ConfigError } from "../domain/errors.ts";
import { type Condition, type ThreatKind, threatKindSchema } from "../domain/threat-kind.ts";
import { termsProblem } from "../domain/vocabulary.ts";
import { allowedPlaceholders, placeholdersIn, positiveMatches } from "./placeholders.ts";

type Key = readonly (string | number)[];

/** What is wrong, and where in the file. */
interface Fault {
  readonly key: Key;
  readonly message: string;
}

/** Parses and checks one kind file. Throws `ConfigError` with the file's line and key. */
export function parseKind(text: string, path: string): ThreatKind {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const fail = ({ key, message }: Fault): never => {
    const at = { path, line: lineOf(document, key, lines), key: key.join(".") || null };
    throw new ConfigError(`${path}: ${at.key === null ? "" : `${at.key}: `}${message}`, at);
  };
  const [syntaxError] = document.errors;
  if (syntaxError) return fail({ key: [], message: syntaxError.message });
  const parsed = threatKindSchema.safeParse(document.toJS());
  if (!parsed.success) return fail(firstFault(parsed.error.issues));
  const fault = faultsOf(parsed.data, path)[0];
  return fault ? fail(fault) : parsed.data;
}

function faultsOf(kind: ThreatKind, path: string): Fault[] {
  return [
    ...nameFaults(kind, path),
    ...conditionFaults(kind),
    ...lossFaults(kind),
    ...placeholderFaults(kind),
    ...assetFaults(kind),
  ];
}

function nameFaults(kind: ThreatKind, path: string): Fault[] {
  const expected = `${kind.id}.yaml`;
  if (path.endsWith(expected)) return [];
  return [{ key: ["id"], message: `the file of "${kind.id}" must be named ${expected}` }];
}

function conditionFaults(kind: ThreatKind): Fault[] {
  return [
    ...faultsIn(kind.appliesIf, ["appliesIf"]),
    ...(kind.mitigatedIf ? faultsIn(kind.mitigatedIf, ["mitigatedIf"]) : []),
    ...kind.riskWhen.flatMap((rule, index) => faultsIn(rule.if, ["riskWhen", index, "if"])),
  ];
}

/** A control whose loss is the threat must be what mitigates it, or the kind would never be open. */
function lossFaults({ lostControl, mitigatedIf }: ThreatKind): Fault[] {
  if (lostControl === undefined) return [];
  const mitigating = mitigatedIf ? positiveMatches(mitigatedIf) : [];
  const isThere = mitigating.some(({ fact, name }) => fact === "control" && [name].flat().includes(lostControl));
  return isThere ? [] : [{ key: ["lostControl"], message: `mitigatedIf does not ask for the control ${lostControl}` }];
}

function faultsIn(condition: Condition, key: Key): Fault[] {
  if ("not" in condition) return faultsIn(condition.not, [...key, "not"]);
  if ("all" in condition) return condition.all.flatMap((one, index) => faultsIn(one, [...key, "all", index]));
  if ("any" in condition) return condition.any.flatMap((one, index) => faultsIn(one, [...key, "any", index]));
  const names = condition.name === undefined ? [] : [condition.name].flat();
  const message = termsProblem(condition.fact, names, condition.attributes ?? {});
  return message === null ? [] : [{ key, message }];
}

function placeholderFaults(kind: ThreatKind): Fault[] {
  const allowed = allowedPlaceholders(kind);
  const texts: [Key, string][] = [
    [["title"], kind.title],
    [["breakIt"], kind.breakIt],
    [["test"], kind.test],
    [["falsePositives"], kind.falsePositives],
    ...(["source", "prerequisites", "action", "impact"] as const).map((part): [Key, string] => [
      ["statement", part],
      kind.statement[part],
    ]),
    ...kind.mitigations.map((mitigation, index): [Key, string] => [["mitigations", index, "text"], mitigation.text]),
  ];
  return texts.flatMap(([key, text]) =>
    placeholdersIn(text)
      .filter((name) => !allowed.has(name))
      .map((name) => ({ key, message: `{${name}} is neither element, entryPoint nor a term of a fact in appliesIf` })),
  );
}

/** The first asset is part of a threat's identity, which must not change with the code. */
function assetFaults(kind: ThreatKind): Fault[] {
  return kind.statement.assets.flatMap((asset, index) =>
    placeholdersIn(asset).map((name) => ({
      key: ["statement", "assets", index],
      message: `{${name}} cannot stand in an asset, which identifies the threat`,
    })),
  );
}

/** The first issue; of a union, the issue of the alternative that the author most likely meant. */
function firstFault(issues: readonly z.core.$ZodIssue[], prefix: Key = []): Fault {
  const issue = issues[0];
  if (!issue) return { key: prefix, message: "is not a threat kind" };
  const key = [...prefix, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return { key, message: issue.message };
  const closest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
  return firstFault(closest, key);
}

function lineOf(document: Document, key: Key, lines: LineCounter): number | null {
  const node = document.getIn(key, true);
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return null;
  const offset: unknown = node.range[0];
  return typeof offset === "number" ? lines.linePos(offset).line : null;
}
