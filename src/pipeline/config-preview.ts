import { isDeepStrictEqual } from "node:util";
import { checkRepositoryConfig } from "../config/load-config.ts";
import { DEFAULT_CONFIG, type RepositoryConfig } from "../config/repository-config.ts";
import { readYaml } from "../config/yaml-source.ts";
import { CONFIG_PATH, type ChangeSet, pathOn, type Side } from "../domain/change-set.ts";
import type { SummaryItem } from "../domain/report.ts";
import { codeSpan } from "./model/code-span.ts";

/** What a change would do to Threatdiff's own configuration once it is merged; the run itself never uses it. */
export interface ConfigPreview {
  /** One item when the file stays valid and means something else than before. */
  readonly items: readonly SummaryItem[];
  /** One sentence without its full stop when the file would be refused. */
  readonly gaps: readonly string[];
}

/** Most keys that are named; the rest is counted. */
const NAMED_KEYS = 3;

/** The groups that can weaken a review come first, so that a long edit cannot hide them. */
const GROUPS: readonly string[] = ["gate", "paths", "catalogue", "model", "system", "review"];

/** Reads the configuration file on both sides of the change. Nothing is said when it does not change. */
export function previewConfig(change: ChangeSet): ConfigPreview {
  const base = configOn("base", change);
  const head = configOn("head", change);
  if (base === null && head === null) return { items: [], gaps: [] };
  const before = meaningOf(base);
  const after = checkRepositoryConfig(head ?? "", CONFIG_PATH);
  if (after.config === null) {
    const { line, message } = after.problems[0];
    const reason = message.replace(/\.$/u, "");
    return { items: [], gaps: [`\`${CONFIG_PATH}\` line ${line}: ${reason}; it would be refused after the merge`] };
  }
  const edits = editsBetween(leavesOf(before), leavesOf(after.config));
  return { items: edits.length === 0 ? [] : [toItem(edits, base, head)], gaps: [] };
}

/** A copy of the file to somewhere else leaves it as it was. */
function configOn(side: Side, { files }: ChangeSet): string | null {
  const file = files.find(
    (candidate) =>
      pathOn(candidate, side) === CONFIG_PATH && (candidate.path === CONFIG_PATH || candidate.status !== "copied"),
  );
  return file?.[side]?.text ?? null;
}

/** A file that was refused before, like none at all, is compared as the defaults. */
function meaningOf(text: string | null): RepositoryConfig {
  return (text === null ? null : checkRepositoryConfig(text, CONFIG_PATH).config) ?? DEFAULT_CONFIG;
}

interface Edit {
  readonly key: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

type Leaf = readonly [key: readonly string[], value: unknown];

/** Every value by its path; lists are values. */
function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

function editsBetween(before: readonly Leaf[], after: readonly Leaf[]): Edit[] {
  const known = new Map(before.map(([key, value]) => [JSON.stringify(key), value]));
  const now = new Set(after.map(([key]) => JSON.stringify(key)));
  const gone = before.filter(([key]) => !now.has(JSON.stringify(key)));
  return [
    ...after.map(([key, value]): Edit => ({ key, before: known.get(JSON.stringify(key)), after: value })),
    ...gone.map(([key, value]): Edit => ({ key, before: value, after: undefined })),
  ]
    .filter((edit) => !isDeepStrictEqual(edit.before, edit.after))
    .toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ key: [group = ""] }: Edit): number {
  const place = GROUPS.indexOf(group);
  return place === -1 ? GROUPS.length : place;
}

function toItem(edits: readonly Edit[], base: string | null, head: string | null): SummaryItem {
  const named = edits.slice(0, NAMED_KEYS).map(wordsOf);
  const rest = edits.length - named.length;
  if (rest > 0) named.push(`${rest} more`);
  return {
    text: `alters how Threatdiff reviews this repository (${named.join("; ")})`,
    change: changeOf(base, head),
    topic: "other",
    path: CONFIG_PATH,
    side: head === null ? "base" : "head",
    line: lineOf(edits, head ?? base ?? ""),
    origin: "rule",
  };
}

function changeOf(base: string | null, head: string | null): SummaryItem["change"] {
  if (base === null) return "added";
  return head === null ? "removed" : "changed";
}

function lineOf([edit]: readonly Edit[], text: string): number {
  const source = readYaml(text);
  return "faults" in source ? 1 : source.lineOf(edit?.key ?? []);
}

function wordsOf({ key, before, after }: Edit): string {
  const name = codeSpan(key.join("."));
  if (!Array.isArray(before) || !Array.isArray(after)) return `${name} ${show(before)} → ${show(after)}`;
  const parts = [...entryWords("adds", after, before), ...entryWords("drops", before, after)];
  return `${name} ${parts.length > 0 ? parts.join(", ") : "in another order"}`;
}

/** The first entry that only one list has, and how many more there are. */
function entryWords(verb: string, list: readonly unknown[], other: readonly unknown[]): string[] {
  const only = list.filter((entry) => !other.some((known) => isDeepStrictEqual(known, entry)));
  if (only.length === 0) return [];
  return [`${verb} ${show(only[0])}${only.length > 1 ? ` and ${only.length - 1} more` : ""}`];
}

/** Words of our own schema stand as they are; text that the author chose is code. */
function show(value: unknown): string {
  if (value === undefined || value === null) return "unset";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^[\w.]+$/u.test(text) ? text : codeSpan(text);
}
