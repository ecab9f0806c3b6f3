import type { ChangeSet, HunkLine } from "../domain/change-set.ts";
import { estimateTokens } from "./budget.ts";
import { RELEVANT } from "./model/relevance.ts";
import { type CallPlan, NARROW, planCalls, type Surroundings, tokensOf, type Unit, WIDE } from "./units.ts";

/** From so many changed lines on, a model reads what facts and names call relevant, and not the whole. */
const LARGE_LINES = 5_000;
/** Of the tokens of a large change, what reading it may take where less is relevant, with all that is said around it. */
const SHARE = 1 / 5;
/** Of those, what is kept for the critic and for fixes. */
const LATER_TOKENS = 6_000;
/** A call that shows less code is not worth what is said around it. */
const LEAST_TOKENS = 4_000;
/** Calls for one change, whatever its size. */
const MAX_CALLS = 4;
const LEFT_OUT = "Not shown to the model: of so large a change it sees what matters most to security.";

/** What one call can hold. */
export interface CallSize {
  /** Tokens of code at most. */
  readonly room: number;
  /** Tokens of what is said around the code. */
  readonly words: number;
}

/** True for a change of which a model reads a part. */
export function isLarge({ files }: Pick<ChangeSet, "files">): boolean {
  return linesOf(files).filter(({ type }) => type !== "context").length >= LARGE_LINES;
}

/** How much of what did not change is worth showing. */
export function surroundingsOf(change: Pick<ChangeSet, "files">): Surroundings {
  return isLarge(change) ? NARROW : WIDE;
}

/** The calls that read a change: the whole as far as so many calls hold it, or of a large one what matters most. */
export function planReading(units: readonly Unit[], change: Pick<ChangeSet, "files">, size: CallSize): CallPlan {
  if (!isLarge(change)) {
    return planCalls(
      units,
      Array.from({ length: MAX_CALLS }, () => size.room),
    );
  }
  const tokens = Math.max(shareOf(change, size), relevantTokens(units), LEAST_TOKENS);
  const { calls, unsent } = planCalls(units, roomsFor(tokens, size));
  const shown = new Set(calls.flatMap(({ paths }) => [...paths]));
  return {
    calls,
    unsent: new Map([...unsent].map(([path, reason]) => [path, shown.has(path) ? reason : LEFT_OUT])),
  };
}

/** Tokens of code that the share of a large change leaves when the words around it are paid. */
function shareOf({ files }: Pick<ChangeSet, "files">, { room, words }: CallSize): number {
  const diff = linesOf(files).map(({ text }) => ` ${text}\n`);
  const share = estimateTokens(diff.join("")) * SHARE - LATER_TOKENS;
  const full = Math.floor(share / (room + words));
  return full * room + Math.max(0, share - full * (room + words) - words);
}

function relevantTokens(units: readonly Unit[]): number {
  const relevant = units.filter(({ changed, weight }) => changed && weight >= RELEVANT);
  return relevant.reduce((sum, unit) => sum + tokensOf(unit), 0);
}

function roomsFor(tokens: number, { room }: CallSize): number[] {
  const rooms: number[] = [];
  for (let left = tokens; left >= LEAST_TOKENS && rooms.length < MAX_CALLS; left -= room) {
    rooms.push(Math.min(room, left));
  }
  return rooms;
}

/** The lines of the diff. */
function linesOf(files: ChangeSet["files"]): HunkLine[] {
  return files.flatMap(({ hunks }) => hunks).flatMap(({ lines }) => lines);
}
