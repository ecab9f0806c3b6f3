import type { ChangeSet } from "../../domain/change-set.ts";
import { ThreatModelError } from "../../domain/errors.ts";
import type { FileFacts } from "../../domain/fact.ts";
import type { FactSource } from "../../ports/fact-source.ts";
import { type ReaderChild, startReader } from "./reader-child.ts";

/** Longest time for one file, also on a busy machine. */
const SILENCE_MS = 15_000;
/** A change that costs more processes than this is hostile; the review says that it failed. */
const MOST_LOST = 4;
const IDLE_MS = 5_000;

interface Settings {
  readonly silenceMs: number;
  readonly mostLost: number;
}

/**
 * Reads facts in a process of its own: a parser that crashes, hangs or eats memory costs the file that it was on, which is
 * then named as unread, and nothing else. A process is kept for a few seconds for the next change.
 */
export function createFactSource(
  program: URL,
  settings: Settings = { silenceMs: SILENCE_MS, mostLost: MOST_LOST },
): FactSource {
  const idle: ReaderChild[] = [];
  const take = () => {
    let reader = idle.pop();
    while (reader && !reader.isAlive()) reader = idle.pop();
    return reader ?? startReader(program);
  };
  return {
    async read(change, signal) {
      signal.throwIfAborted();
      const { reader, facts } = await readPatiently(change, { take, signal, settings });
      idle.push(reader);
      setTimeout(() => retire(reader, idle), IDLE_MS).unref();
      return facts;
    },
  };
}

interface Attempt {
  readonly take: () => ReaderChild;
  readonly signal: AbortSignal;
  readonly settings: Settings;
}

/** Starts again without the file that cost a process. */
async function readPatiently({ files, context, map }: ChangeSet, { take, signal, settings }: Attempt) {
  const unreadable = new Map<string, string>();
  while (unreadable.size <= settings.mostLost) {
    const reader = take();
    const request = { change: { files, context, map }, unreadable };
    const outcome = await reader.read(request, { silenceMs: settings.silenceMs, signal }).catch((error: unknown) => {
      reader.end();
      throw error;
    });
    if ("facts" in outcome) return { reader, facts: outcome.facts satisfies readonly FileFacts[] };
    if (outcome.lostOn === null || unreadable.has(outcome.lostOn)) break;
    unreadable.set(outcome.lostOn, `The rules gave up on it: ${outcome.reason}.`);
  }
  throw new ThreatModelError("stage", "The files could not be parsed: the parser crashed or hung too often");
}

function retire(reader: ReaderChild, idle: ReaderChild[]): void {
  const position = idle.indexOf(reader);
  if (position === -1) return;
  idle.splice(position, 1);
  reader.end();
}
