import type { ChangeSet, ReadableChange, Side } from "../../domain/change-set.ts";
import { ThreatModelError } from "../../domain/errors.ts";
import type { FileFacts } from "../../domain/fact.ts";
import type { FactSource } from "../../ports/fact-source.ts";
import { type ReaderChild, startReader } from "./reader-child.ts";

/** Longest time for one file, also on a busy machine. */
const SILENCE_MS = 15_000;
/** A change that costs more processes than this is hostile; the review says that it failed. */
const MOST_LOST = 4;
const IDLE_MS = 5_000;
const MOST_MEGABYTES = 2_048;
/** From here on a second process for the other side costs less than it saves. */
const MANY_FILES = 400;

interface Settings {
  readonly silenceMs: number;
  readonly mostLost: number;
  readonly mostMegabytes?: number;
}

/** Reads facts, and can be told that it will be asked soon. */
export interface ReaderProcesses extends FactSource {
  /** Starts a process while the change itself is still being fetched. */
  prepare(): void;
}

/**
 * Reads facts in a process of its own, or a large change in one for each side: a parser that crashes, hangs or eats memory
 * costs the file that it was on, which is then named as unread, and nothing else. A process is kept for a few seconds for
 * the next change.
 */
export function createFactSource(
  program: URL,
  settings: Settings = { silenceMs: SILENCE_MS, mostLost: MOST_LOST },
): ReaderProcesses {
  const idle: ReaderChild[] = [];
  const keep = (reader: ReaderChild) => {
    idle.push(reader);
    setTimeout(() => retire(reader, idle), IDLE_MS).unref();
  };
  const take = () => {
    let reader = idle.pop();
    while (reader && !reader.isAlive()) reader = idle.pop();
    return reader ?? startReader(program);
  };
  const readSides = async (change: ChangeSet, sides: readonly Side[], signal: AbortSignal) => {
    const { reader, facts } = await readPatiently(change, { sides, take, signal, settings });
    // What it has read of a large change takes more memory than a new process takes time.
    if (isLarge(change)) reader.end();
    else keep(reader);
    return facts;
  };
  return {
    prepare: () => keep(take()),
    async read(change, signal) {
      signal.throwIfAborted();
      const facts = await Promise.all(sharesOf(change).map(async (sides) => readSides(change, sides, signal)));
      return facts.flat();
    },
  };
}

/** What each process reads. Context files are the same on both sides, so a small change is read faster by one. */
function sharesOf(change: ChangeSet): readonly (readonly Side[])[] {
  return isLarge(change) ? [["base"], ["head"]] : [["base", "head"]];
}

function isLarge({ files }: ChangeSet): boolean {
  return files.length > MANY_FILES;
}

interface Attempt {
  readonly sides: readonly Side[];
  readonly take: () => ReaderChild;
  readonly signal: AbortSignal;
  readonly settings: Settings;
}

/** Starts again without the file that cost a process. */
async function readPatiently(whole: ChangeSet, { sides, take, signal, settings }: Attempt) {
  const change = partOf(whole, sides);
  const unreadable = new Map<string, string>();
  while (unreadable.size <= settings.mostLost) {
    const reader = take();
    const request = { change, unreadable, sides };
    const outcome = await reader
      .read(request, {
        silenceMs: settings.silenceMs,
        mostMegabytes: settings.mostMegabytes ?? MOST_MEGABYTES,
        signal,
      })
      .catch((error: unknown) => {
        reader.end();
        throw error;
      });
    if ("facts" in outcome) return { reader, facts: outcome.facts satisfies readonly FileFacts[] };
    if (outcome.lostOn === null || unreadable.has(outcome.lostOn)) break;
    unreadable.set(outcome.lostOn, `The rules gave up on it: ${outcome.reason}.`);
  }
  throw new ThreatModelError("stage", "The files could not be parsed: the parser crashed or hung too often");
}

/** Texts that nobody reads are not copied into the other process. */
function partOf({ subject, files, context, map }: ChangeSet, sides: readonly Side[]): ReadableChange {
  const parts = files.map(({ path, previousPath, base, head }) => ({
    path,
    previousPath,
    base: sides.includes("base") ? base : null,
    head: sides.includes("head") ? head : null,
  }));
  return { subject, files: parts, context, map };
}

function retire(reader: ReaderChild, idle: ReaderChild[]): void {
  const position = idle.indexOf(reader);
  if (position === -1) return;
  idle.splice(position, 1);
  reader.end();
}
