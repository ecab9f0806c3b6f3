import type { PullRequestRef } from "../../domain/job.ts";
import { type CommandPlace, placeKey } from "../../domain/command-place.ts";

/**
 * Hidden marks at the end of what we write, by which it is found again. Only the end counts, so that a quoted mark in the
 * text means nothing; whether the author is our bot must be checked beside it.
 */
export const REVIEW_MARK = "<!-- threatdiff:review -->";

const THREAT = /<!-- threatdiff:threat (T-[A-Z2-7]{8})( gone)? -->\s*$/u;

/** The threat that a comment of ours is about. */
export interface ThreatMark {
  readonly threatId: string;
  /** True when the comment says that the threat is gone. */
  readonly gone: boolean;
}

export function threatMark({ threatId, gone }: ThreatMark): string {
  return `<!-- threatdiff:threat ${threatId}${gone ? " gone" : ""} -->`;
}

export function readThreatMark(body: string): ThreatMark | null {
  const found = THREAT.exec(body);
  return found?.[1] === undefined ? null : { threatId: found[1], gone: found[2] !== undefined };
}

export function replyMark(place: CommandPlace): string {
  return `<!-- threatdiff:reply ${placeKey(place)} -->`;
}

export function detailsMark({ owner, repo, number }: PullRequestRef): string {
  return `<!-- threatdiff:details ${owner}/${repo}#${number} -->`;
}

export function endsWith(body: string, mark: string): boolean {
  return body.trimEnd().endsWith(mark);
}
