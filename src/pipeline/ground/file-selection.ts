import { posix } from "node:path";
import type { RepositoryConfig } from "../../config/repository-config.ts";
import { type FileRole, roleOf } from "../../facts/file-role.ts";

/** Roles whose files hold nothing that runs where users are, with the reason as the coverage ledger says it. */
const SETTLED: Partial<Readonly<Record<FileRole, string>>> = {
  documentation: "Documentation.",
  test: "Test code, which does not run in production.",
  generated: "Generated code; its source is reviewed instead.",
  vendored: "Vendored code, which others maintain.",
  checksums: "Checksums of what other files name.",
  tooling: "Settings of a development tool, which change nothing that is built or runs.",
  translation: "Texts in another language.",
  data: "Data, styles or pictures.",
};

/** Why a file needs no look, from its path alone, or `null` when it needs one. */
export function settledRole(path: string): string | null {
  return SETTLED[roleOf(path)] ?? null;
}

/** True when the repository's configuration says that this path has no security meaning. */
export function isIgnored(path: string, config: RepositoryConfig): boolean {
  return config.paths.ignore.some((glob) => posix.matchesGlob(path, glob));
}

/** True when threats are looked for in this file. */
export function isLookedAt(path: string, config: RepositoryConfig): boolean {
  return settledRole(path) === null && !isIgnored(path, config);
}
