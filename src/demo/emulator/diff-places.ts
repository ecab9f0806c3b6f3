import { z } from "zod";
import type { Side } from "../../domain/change-set.ts";
import { hunkHolding, numberOn, parseHunks } from "../../domain/hunks.ts";
import type { ChangedFileRow } from "./pull-requests.ts";

const sideSchema = z.enum(["LEFT", "RIGHT"]);

/** Where a review comment stands, in the words of GitHub's API. */
export const placeSchema = z.looseObject({
  path: z.string(),
  line: z.int(),
  side: sideSchema.default("RIGHT"),
  start_line: z.int().nullish(),
  start_side: sideSchema.nullish(),
});
export type Place = z.infer<typeof placeSchema>;

/** GitHub's reason to refuse a place; `null` when the lines are in one hunk of the diff. */
export function placeProblem(place: Place, files: readonly ChangedFileRow[]): string | null {
  const patch = files.find((file) => file.filename === place.path)?.patch;
  if (patch === undefined) return "Path could not be resolved";
  const start = place.start_line ?? place.line;
  if (start > place.line || (place.start_line !== null && start === place.line && place.start_line !== undefined)) {
    return "Start line must precede the end line.";
  }
  const hunks = parseHunks(patch) ?? [];
  return hunkHolding(hunks, sideOf(place), start, place.line) ? null : "Line could not be resolved";
}

/** GitHub's older way to name a line: its distance below the first hunk header of the file's diff. */
export function positionOf(place: Place, files: readonly ChangedFileRow[]): number {
  const hunks = parseHunks(files.find((file) => file.filename === place.path)?.patch ?? "") ?? [];
  const rows = hunks.flatMap((hunk) => [null, ...hunk.lines]);
  return rows.findIndex((row) => row !== null && numberOn(row, sideOf(place)) === place.line);
}

function sideOf(place: Place): Side {
  return place.side === "LEFT" ? "base" : "head";
}
