import { isMap, type Node } from "yaml";
import type { Fact } from "../../domain/fact.ts";
import {
  type Entry,
  entriesOf,
  entry,
  entryLines,
  factOn,
  type LineRange,
  textOf,
  type YamlSource,
} from "./yaml-source.ts";

type Level = "write_all" | "write" | "read" | "none" | "default";

const ALL_SCOPES: Readonly<Record<string, Level>> = { "write-all": "write_all", "read-all": "read" };

/**
 * What the job's token may do. A job's own `permissions:` replaces the workflow's; with neither, the repository's
 * setting decides, which the file does not show (`declared: false`).
 */
export function permissionFacts(source: YamlSource, job: Entry): Fact[] {
  const declared = entry(source, job.value, "permissions") ?? entry(source, source.root, "permissions");
  const permission = (lines: LineRange, level: Level, target: string) =>
    factOn(source, lines, {
      kind: "privilege",
      name: "workflow_permissions",
      symbol: job.key,
      attributes: { level, target, declared: declared !== null },
    });
  if (!declared) return [permission(source.linesAt(job.keyNode), "default", "all")];
  if (isMap(declared.value)) return scopeFacts(source, declared, permission);
  const level = ALL_SCOPES[textOf(declared.value) ?? ""];
  return level === undefined ? [] : [permission(entryLines(source, declared), level, "all")];
}

/** Declared permissions hold the token back, unless they are all that there are. */
export function tokenLimit(source: YamlSource, job: Entry): Fact[] {
  const declared = entry(source, job.value, "permissions") ?? entry(source, source.root, "permissions");
  if (!declared || textOf(declared.value) === "write-all") return [];
  return [
    factOn(source, entryLines(source, declared), {
      kind: "control",
      name: "sandbox",
      symbol: job.key,
      attributes: { effective: true, via: "setting", callee: "permissions", protects: "token" },
    }),
  ];
}

function scopeFacts(
  source: YamlSource,
  declared: Entry,
  permission: (lines: LineRange, level: Level, target: string) => Fact,
): Fact[] {
  const scopes = entriesOf(source, declared.value);
  if (scopes.length === 0) return [permission(entryLines(source, declared), "none", "all")];
  return scopes.flatMap((scope) => {
    const level = levelOf(scope.value);
    return level === null ? [] : [permission(entryLines(source, scope), level, scope.key)];
  });
}

function levelOf(value: Node | null): Level | null {
  const text = textOf(value);
  return text === "write" || text === "read" || text === "none" ? text : null;
}
