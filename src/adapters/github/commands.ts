import type { CommandPlace } from "../../domain/command-place.ts";
import type { PullRequestRef } from "../../domain/job.ts";
import type { Permission } from "../../ports/code-host.ts";
import { withMark } from "./body-text.ts";
import { type Client, ONCE, type Session } from "./client.ts";
import { isOurs, listComments } from "./comments.ts";
import { createOnce } from "./create-once.ts";
import { attempt, statusOf, toCodeHostError } from "./errors.ts";
import { endsWith, readThreatMark, replyMark } from "./markers.ts";

export type Reaction = "eyes" | "+1" | "confused";

/** Where an answer goes: into the conversation, or into the thread of a review comment. */
type ReplyPlace =
  | { readonly in: "conversation"; readonly since: string | null }
  | { readonly in: "thread"; readonly id: number };

/** Permission of a person on the repository; someone whom GitHub does not know there has none. */
export async function readPermission(client: Client, ref: PullRequestRef, login: string): Promise<Permission> {
  try {
    const { data } = await client.rest.repos.getCollaboratorPermissionLevel({ ...repository(ref), username: login });
    return isPermission(data.permission) ? data.permission : "none";
  } catch (error) {
    if (statusOf(error) === 404) return "none";
    throw toCodeHostError("look up the permission", error);
  }
}

/** The threat that the thread of a comment is about; `null` in the conversation, and in threads of other people. */
export async function readThreadThreat(
  session: Session,
  ref: PullRequestRef,
  commentId: number,
): Promise<string | null> {
  const { client } = session;
  const read = async (id: number) => client.rest.pulls.getReviewComment({ ...repository(ref), comment_id: id });
  return attempt("find the command", async () => {
    try {
      const { data } = await read(commentId);
      if (data.in_reply_to_id === undefined) return null;
      const root = (await read(data.in_reply_to_id)).data;
      return isOurs(root.user, await session.botLogin()) ? (readThreatMark(root.body)?.threatId ?? null) : null;
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  });
}

/** Adds a reaction to a command; GitHub keeps one of each kind. A button has no place for one. */
export async function react(
  { client }: Session,
  ref: PullRequestRef,
  place: CommandPlace,
  content: Reaction,
): Promise<void> {
  if (place.in === "check") return;
  const target = { ...repository(ref), comment_id: place.id, content };
  await attempt("react to the command", async () => {
    try {
      await client.rest.reactions.createForIssueComment(target);
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      await client.rest.reactions.createForPullRequestReviewComment(target);
    }
  });
}

/** Answers a command once: where it was given, or in the conversation for a button. */
export async function reply(session: Session, ref: PullRequestRef, given: CommandPlace, body: string): Promise<void> {
  const place: ReplyPlace =
    given.in === "check" ? { in: "conversation", since: null } : await placeOf(session, ref, given.id);
  const mark = replyMark(given);
  const find = async () => findReply(session, ref, place, mark);
  if (await find()) return;
  const text = withMark(body, mark);
  await createOnce({
    operation: "answer the command",
    create: async () => post(session, ref, place, text),
    find: async () => ((await find()) ? true : null),
    settle: session.settle,
  });
}

async function placeOf({ client }: Session, ref: PullRequestRef, commentId: number): Promise<ReplyPlace> {
  const target = { ...repository(ref), comment_id: commentId };
  return attempt("find the command", async () => {
    try {
      const { data } = await client.rest.issues.getComment(target);
      return { in: "conversation", since: data.created_at };
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      const { data } = await client.rest.pulls.getReviewComment(target);
      return { in: "thread", id: data.in_reply_to_id ?? data.id };
    }
  });
}

async function findReply(session: Session, ref: PullRequestRef, place: ReplyPlace, mark: string): Promise<boolean> {
  const botLogin = await session.botLogin();
  const comments =
    place.in === "thread" ? await listComments(session, ref) : await listAnswers(session, ref, place.since);
  return comments.some((comment) => isOurs(comment.user, botLogin) && endsWith(comment.body ?? "", mark));
}

async function listAnswers({ client }: Session, ref: PullRequestRef, since: string | null) {
  return attempt("list the comments", async () =>
    client.paginate(client.rest.issues.listComments, {
      ...repository(ref),
      issue_number: ref.number,
      ...(since === null ? {} : { since }),
      per_page: 100,
    }),
  );
}

async function post({ client }: Session, ref: PullRequestRef, place: ReplyPlace, body: string): Promise<true> {
  if (place.in === "thread") {
    const thread = { pull_number: ref.number, comment_id: place.id };
    await client.rest.pulls.createReplyForReviewComment({ ...repository(ref), ...thread, body, ...ONCE });
  } else {
    await client.rest.issues.createComment({ ...repository(ref), issue_number: ref.number, body, ...ONCE });
  }
  return true;
}

function isPermission(value: string): value is Permission {
  return value === "admin" || value === "write" || value === "read" || value === "none";
}

function repository({ owner, repo }: PullRequestRef) {
  return { owner, repo };
}
