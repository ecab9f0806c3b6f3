import { setImmediate } from "node:timers/promises";
import { type Blob, CONFIG_PATH, pathOn, type ReadableChange, type Side } from "../domain/change-set.ts";
import type { FileFacts, Scope } from "../domain/fact.ts";
import { importResolverOf } from "../domain/imports/change-imports.ts";
import type { ImportResolver } from "../domain/imports/import-resolver.ts";
import type { CodeFacts, DeclaredGuard, ModuleLinks } from "./code/code-facts.ts";
import type { FactReader, SourceFile } from "./fact-reader.ts";
import { linkResources } from "./infrastructure/resource-links.ts";
import { isCode, linkScopes } from "./link-scopes.ts";
import { type FileRole, languageNameOf, roleOf } from "./file-role.ts";
import { linkWorkflows } from "./workflows/called-code.ts";
import { READERS } from "./readers.ts";
import { ReturnedValues } from "./returned-values.ts";

/** Larger files are machine-made or hostile; they are named in the coverage ledger instead of being parsed. */
const MAX_BYTES = 500_000;

/** Roles without anything that a rule could find; leaving them out is right, so it is no limitation. */
const NOTHING_TO_READ: ReadonlySet<FileRole> = new Set([
  "documentation",
  "test",
  "checksums",
  "generated",
  "data",
  "tooling",
  "translation",
]);

const SIDES: readonly Side[] = ["base", "head"];

/** Follows the reading of files from outside. */
export interface ReadWatch {
  /** Told before each file version, by the name that `unreadable` uses. */
  readonly onVersion: (version: string) => void;
  /** Reason by file version, for versions that must not be read. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** The sides to read; they say nothing about each other. */
  readonly sides: readonly Side[];
}

const UNWATCHED: ReadWatch = { onVersion: () => undefined, unreadable: new Map(), sides: SIDES };

/** Files between two collections of young garbage, in processes that allow it. */
const FILES_PER_COLLECTION = 100;

/** Reads the facts of the watched sides of every changed file and of the context files, which are the same on both sides. */
export async function readFacts(change: ReadableChange, watch: ReadWatch = UNWATCHED): Promise<FileFacts[]> {
  const known = new Map<string, FileFacts>();
  const results: FileFacts[] = [];
  const { repository } = change.subject;
  for (const { path, side, blob } of versionsOf(change, watch.sides)) {
    const version = `${blob.sha} ${path}`;
    const file = { path, side, text: blob.text, repository };
    const facts = known.get(version) ?? (await readWatched(version, file, watch));
    known.set(version, facts);
    results.push(onSide(facts, side));
    if (results.length % FILES_PER_COLLECTION === 0) await globalThis.gc?.({ type: "minor", execution: "async" });
  }
  watch.onVersion("links");
  const resolver = importResolverOf(change);
  const linked: FileFacts[] = [];
  for (const side of watch.sides) {
    const files = results.filter((facts) => facts.side === side);
    const whole = await withReturnedValues(files, resolver, watch);
    watch.onVersion("links");
    linked.push(...linkScopes(linkResources(linkWorkflows(whole)), resolver));
  }
  return linked;
}

/** Reads code once more that gets values back from functions of other files. */
async function withReturnedValues(
  files: readonly FileFacts[],
  resolver: ImportResolver,
  watch: ReadWatch,
): Promise<FileFacts[]> {
  const returned = new ReturnedValues(files.filter(isCode), resolver);
  const again: FileFacts[] = [];
  for (const file of files) {
    if (!isCode(file) || !returned.matterTo(file)) {
      again.push(file);
      continue;
    }
    watch.onVersion("links");
    await setImmediate();
    again.push(readOnceMore(file, returned));
  }
  return again;
}

/** What was read without the others stays good when reading with them fails. */
function readOnceMore(file: CodeFacts, returned: ReturnedValues): FileFacts {
  try {
    return onSide(file.readAgain(returned.of(file)), file.side);
  } catch {
    return file;
  }
}

async function readWatched(version: string, file: SourceFile, watch: ReadWatch): Promise<FileFacts> {
  const reason = watch.unreadable.get(version);
  if (reason !== undefined) return withoutScopes(file, reason);
  watch.onVersion(version);
  // Parsed trees are freed by finalizers, which run only when the event loop turns; so does the message to the watch.
  await setImmediate();
  return readVersion(file);
}

interface Version {
  readonly path: string;
  readonly side: Side;
  readonly blob: Blob;
}

function versionsOf(change: ReadableChange, sides: readonly Side[]): Version[] {
  const changed = change.files.flatMap((file) =>
    sides.flatMap((side) => {
      const blob = file[side];
      return blob ? [{ path: pathOn(file, side), side, blob }] : [];
    }),
  );
  const context = change.context.flatMap(({ path, blob }) => sides.map((side) => ({ path, side, blob })));
  return [...changed, ...context];
}

async function readVersion(file: SourceFile): Promise<FileFacts> {
  const reader = READERS.find((candidate) => candidate.reads(file.path));
  if (!reader) return withoutScopes(file, unreadReason(file.path));
  const { maxBytes = MAX_BYTES } = reader;
  if (Buffer.byteLength(file.text) > maxBytes) {
    return withoutScopes(file, `It is larger than ${maxBytes / 1000} KB, so the rules did not read it.`);
  }
  return readSafely(reader, file);
}

/** One file that a reader trips over must not cost the review of all the others. */
async function readSafely(reader: FactReader, file: SourceFile): Promise<FileFacts> {
  try {
    return await reader.read(file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return withoutScopes(file, `The ${reader.id} reader failed on it: ${reason}`);
  }
}

function unreadReason(path: string): string | null {
  // Our own configuration holds no facts; what an edit of it means is said elsewhere.
  if (path === CONFIG_PATH) return null;
  const role = roleOf(path);
  if (NOTHING_TO_READ.has(role)) return null;
  if (role === "vendored") return "Vendored code is not read by the rules.";
  const name = languageNameOf(path) ?? "This type of file";
  return `${name} ${PLURALS.has(name) ? "are" : "is"} not read by the rules yet.`;
}

/** What several files of a kind are called. */
const PLURALS: ReadonlySet<string> = new Set(["environment files", "properties", "Protocol Buffers", "Ruby templates"]);

function withoutScopes(file: SourceFile, limitation: string | null): FileFacts {
  return { path: file.path, side: file.side, scopes: [], limitation };
}

function onSide(facts: FileFacts, side: Side): FileFacts {
  if (facts.side === side) return facts;
  const scopes = facts.scopes.map((scope) => scopeOnSide(scope, side));
  return isCode(facts) ? codeOnSide(facts, scopes, side) : { ...facts, side, scopes };
}

function codeOnSide(facts: CodeFacts, scopes: readonly Scope[], side: Side): CodeFacts {
  return { ...facts, side, scopes, links: linksOnSide(facts.links, side) };
}

function linksOnSide(links: ModuleLinks, side: Side): ModuleLinks {
  const mounts = links.mounts.map((mount) => ({
    ...mount,
    controls: mount.controls.map((fact) => ({ ...fact, side })),
  }));
  return { ...links, mounts, classes: classesOnSide(links.classes, side) };
}

function classesOnSide(classes: ModuleLinks["classes"], side: Side): ModuleLinks["classes"] {
  const onThisSide = (guard: DeclaredGuard) => ({
    ...guard,
    controls: guard.controls.map((fact) => ({ ...fact, side })),
  });
  return new Map([...classes].map(([name, { bases, guards }]) => [name, { bases, guards: guards.map(onThisSide) }]));
}

function scopeOnSide(scope: Scope, side: Side): Scope {
  const entryPoint = scope.entryPoint && { ...scope.entryPoint, side };
  // The entry point is also one of the facts; both must stay the same object.
  const facts = scope.facts.map((fact) => (fact === scope.entryPoint && entryPoint ? entryPoint : { ...fact, side }));
  const handler = scope.handler ? { handler: { ...scope.handler, side } } : {};
  return { ...scope, side, entryPoint, facts, ...handler };
}
