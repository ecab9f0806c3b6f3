import type { PullRequestState } from "../ports/code-host.ts";

/** Why the check of a head is closed without a result, as its title; `null` while the head is the newest of an open pull request. */
export function whyOutdated(now: PullRequestState, headSha: string): string | null {
  if (now.headSha !== headSha) return "Superseded by a newer commit";
  return now.state === "closed" ? "The pull request was closed" : null;
}
