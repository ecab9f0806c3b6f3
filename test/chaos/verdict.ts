import type { Octokit } from "@octokit/rest";
import { type OpenedPull, WHERE } from "./people.ts";

/** What must not happen, counted over all pull requests. */
export interface Verdict {
  /** Heads without a finished check or a review of the same words, and commands without an answer. */
  readonly lost: number;
  readonly duplicateReviews: number;
  readonly duplicateComments: number;
  readonly unfinishedChecks: number;
  /** One line for each, to look for the cause. */
  readonly details: readonly string[];
}

const BOT = "threatdiff[bot]";
const REVIEW = "<!-- threatdiff:review -->";
const THREAT = /<!-- threatdiff:threat (T-[A-Z2-7]{8})/u;

/** Reads with a person's client what stands on every pull request. */
export async function judge(client: Octokit, pulls: readonly OpenedPull[]): Promise<Verdict> {
  const all = await Promise.all(pulls.map(async (pull) => judgeOne(client, pull)));
  const sum = (name: "lost" | "duplicateReviews" | "duplicateComments" | "unfinishedChecks") =>
    all.reduce((total, one) => total + one[name], 0);
  return {
    lost: sum("lost"),
    duplicateReviews: sum("duplicateReviews"),
    duplicateComments: sum("duplicateComments"),
    unfinishedChecks: sum("unfinishedChecks"),
    details: all.flatMap(({ details }) => details),
  };
}

async function judgeOne(client: Octokit, pull: OpenedPull): Promise<Verdict> {
  const at = { ...WHERE, pull_number: pull.number, per_page: 100 };
  const reviews = await client.paginate(client.rest.pulls.listReviews, at);
  const comments = await client.paginate(client.rest.pulls.listReviewComments, at);
  const replies = await client.paginate(client.rest.issues.listComments, {
    ...WHERE,
    issue_number: pull.number,
    per_page: 100,
  });
  const listed = await Promise.all(
    pull.heads.map(async (ref) => client.paginate(client.rest.checks.listForRef, { ...WHERE, ref, per_page: 100 })),
  );
  const checks = listed.flat();
  const ours = reviews.filter(({ user, body }) => user?.login === BOT && body.trimEnd().endsWith(REVIEW));
  const threats = comments.flatMap(({ user, body }) => (user?.login === BOT && THREAT.exec(body)?.[1]) || []);
  const answers = replies.flatMap(({ user, body }) => (user?.login === BOT ? [markOf(body ?? "")] : []));
  const newest = checks.filter(({ head_sha }) => head_sha === pull.headSha).toSorted((a, b) => b.id - a.id)[0];
  const problems = [
    ...(pull.closed ? [] : [missing(ours[0]?.body, newest)]),
    ...(pull.closed
      ? []
      : pull.commands.filter((id) => !answers.includes(String(id))).map((id) => `no reply to ${id}`)),
  ].filter((problem) => problem !== null);
  const unfinished = checks.filter(({ status }) => status !== "completed");
  return {
    lost: problems.length,
    duplicateReviews: Math.max(0, ours.length - 1),
    duplicateComments: repeated(threats) + repeated(answers),
    unfinishedChecks: unfinished.length,
    details: [
      ...problems.map((problem) => `#${pull.number}: ${problem}`),
      ...(ours.length > 1 ? [`#${pull.number}: ${ours.length} reviews`] : []),
      ...(repeated(threats) + repeated(answers) > 0 ? [`#${pull.number}: comments twice`] : []),
      ...unfinished.map(({ id, head_sha }) => `#${pull.number}: check ${id} of ${head_sha} is not finished`),
    ],
  };
}

interface ShownCheck {
  readonly status: string;
  readonly conclusion: string | null;
  readonly output: { readonly title: string | null; readonly summary: string | null };
}

/** What a reader of the newest head would miss: a finished check, and a review that says the same. */
function missing(review: string | undefined, check: ShownCheck | undefined): string | null {
  if (check === undefined) return "no check";
  if (check.status !== "completed") return null;
  if (!["success", "failure", "neutral"].includes(check.conclusion ?? "")) return `the check is ${check.conclusion}`;
  if (check.output.title?.startsWith("Incomplete: the review")) return `the review failed: ${check.output.title}`;
  if (review === undefined) return "no review";
  const said = review.slice(0, review.lastIndexOf(REVIEW)).trim();
  return said === check.output.summary?.trim() ? null : "the review says something else than the check";
}

function markOf(body: string): string {
  return /<!-- threatdiff:reply (\S+) -->\s*$/u.exec(body)?.[1] ?? body;
}

function repeated(names: readonly string[]): number {
  return names.length - new Set(names).size;
}
