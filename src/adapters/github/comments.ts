import type { PullRequestRef } from "../../domain/job.ts";
import type { InlineComment } from "../../domain/publication.ts";
import { withMark } from "./body-text.ts";
import type { Client, Session } from "./client.ts";
import { attempt } from "./errors.ts";
import { readThreatMark, threatMark } from "./markers.ts";

export type ReviewComment = Awaited<ReturnType<Client["rest"]["pulls"]["listReviewComments"]>>["data"][number];

/** A comment of ours that opens a thread about one threat. */
export interface StandingComment {
  readonly id: number;
  readonly gone: boolean;
}

interface Author {
  readonly login: string;
  readonly type: string;
}

/** Only our bot counts: anyone may paste our mark into a comment, but nobody else can have a login with brackets. */
export function isOurs(author: Author | null | undefined, botLogin: string): boolean {
  return author?.type === "Bot" && author.login.toLowerCase() === botLogin.toLowerCase();
}

/** Lists all review comments of a pull request, the oldest first. */
export async function listComments({ client }: Session, ref: PullRequestRef): Promise<ReviewComment[]> {
  return attempt("list the review comments", async () =>
    client.paginate(client.rest.pulls.listReviewComments, {
      owner: ref.owner,
      repo: ref.repo,
      pull_number: ref.number,
      per_page: 100,
    }),
  );
}

/** Our comments by threat id; the oldest counts. */
export async function standingComments(session: Session, ref: PullRequestRef): Promise<Map<string, StandingComment>> {
  const botLogin = await session.botLogin();
  const standing = new Map<string, StandingComment>();
  for (const { id, body, user, in_reply_to_id } of await listComments(session, ref)) {
    const mark = isOurs(user, botLogin) && !in_reply_to_id ? readThreatMark(body) : null;
    if (mark && !standing.has(mark.threatId)) standing.set(mark.threatId, { id, gone: mark.gone });
  }
  return standing;
}

/** The text of a comment as it is stored. */
export function commentBody({ threatId, body }: Pick<InlineComment, "threatId" | "body">, gone = false): string {
  return withMark(body, threatMark({ threatId, gone }));
}

/** Replaces the text of a comment. */
export async function rewriteComment(
  { client }: Session,
  ref: PullRequestRef,
  commentId: number,
  body: string,
): Promise<void> {
  await attempt("update a review comment", async () =>
    client.rest.pulls.updateReviewComment({ owner: ref.owner, repo: ref.repo, comment_id: commentId, body }),
  );
}
