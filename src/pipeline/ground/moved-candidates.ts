import { type ChangedFile, type ChangeSet, linesOf, pathOn } from "../../domain/change-set.ts";
import type { Anchor } from "../../domain/evidence.ts";
import { changedLines } from "../../domain/hunks.ts";
import type { ThreatCandidate } from "../../domain/threat.ts";
import { withoutLayout } from "./code-lines.ts";

/**
 * Leaves out what seems resolved only because the lines that do harm went to another file: nothing was repaired. That they
 * are new there stays told, since nobody knows whether they do there what they did before.
 */
export function withoutMoved(candidates: readonly ThreatCandidate[], { files }: ChangeSet): ThreatCandidate[] {
  const came = files.map((file) => ({ file, lines: new Set(addedLines(file)) }));
  const wentElsewhere = ({ path, side, quote }: Anchor) =>
    came.some(
      ({ file, lines }) =>
        pathOn(file, side) !== path && linesOf(quote).every((line) => lines.has(withoutLayout(line))),
    );
  return candidates.filter(({ effect, anchors }) => {
    const harmful = anchors.filter(({ role }) => role === "sink" || role === "config");
    return effect !== "resolved" || harmful.length === 0 || !harmful.every(wentElsewhere);
  });
}

function addedLines({ hunks, head }: ChangedFile): string[] {
  const added = changedLines(hunks, "head");
  return linesOf(head?.text ?? "").flatMap((line, index) => (added.has(index + 1) ? withoutLayout(line) : []));
}
