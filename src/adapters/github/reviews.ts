import type { PullRequestRef } from "../../domain/job.ts";
import type { InlineComment, Publication, ReviewPlan } from "../../domain/publication.ts";
import type { PublishOutcome, TurnedComment } from "../../ports/code-host.ts";
import { sameText, withMark } from "./body-text.ts";
import { ONCE, type Session } from "./client.ts";
import { commentBody, isOurs, rewriteComment, type StandingComment, standingComments } from "./comments.ts";
import { createOnce } from "./create-once.ts";
import { attempt, statusOf } from "./errors.ts";
import { endsWith, REVIEW_MARK } from "./markers.ts";

interface OurReview {
  readonly id: number;
  readonly body: string;
}

/** A plan, and where it goes. */
interface Place {
  readonly session: Session;
  readonly ref: PullRequestRef;
  readonly headSha: string;
}

const NOTHING: PublishOutcome = { reviewId: null, commentsCreated: 0, turned: [], bodyOnly: false };

/** Makes the pull request show the publication: one review first, then only the differences. Repeating it changes nothing. */
export async function publishReview(
  session: Session,
  ref: PullRequestRef,
  { headSha, review: plan }: Publication,
): Promise<PublishOutcome> {
  if (plan === null) return NOTHING;
  const place = { session, ref, headSha };
  const standing = await findReview(place);
  return standing === null ? firstReview(place, plan) : nextReview(place, plan, standing);
}

async function firstReview(place: Place, plan: ReviewPlan): Promise<PublishOutcome> {
  const posted = await postReview(place, plan.body, plan.comments);
  if (posted !== null) return { ...NOTHING, reviewId: posted, commentsCreated: plan.comments.length };
  const reviewId = await createReview(place, withMark(withComments(plan.body, plan.comments), REVIEW_MARK), []);
  return { ...NOTHING, reviewId, bodyOnly: true };
}

/** For a later head, or the same one again: the body in place, missing comments together, gone and returned ones once. */
async function nextReview(place: Place, plan: ReviewPlan, standing: OurReview): Promise<PublishOutcome> {
  const comments = await standingComments(place.session, place.ref);
  const missing = plan.comments.filter((comment) => !comments.has(comment.threatId));
  const posted = missing.length === 0 ? standing.id : await postReview(place, null, missing);
  const refused = posted === null ? missing : [];
  const body = withMark(withComments(plan.body, refused), REVIEW_MARK);
  if (!sameText(standing.body, body)) await rewriteReview(place, standing.id, body);
  return {
    reviewId: standing.id,
    commentsCreated: missing.length - refused.length,
    turned: await rewriteComments(place, plan, comments),
    bodyOnly: posted === null,
  };
}

async function rewriteComments(
  { session, ref }: Place,
  plan: ReviewPlan,
  standing: ReadonlyMap<string, StandingComment>,
): Promise<TurnedComment[]> {
  const turned: TurnedComment[] = [];
  const turn = async (threatId: string, body: string, gone: boolean) => {
    const comment = standing.get(threatId);
    if (!comment || comment.gone === gone) return;
    await rewriteComment(session, ref, comment.id, commentBody({ threatId, body }, gone));
    turned.push({ id: comment.id, gone });
  };
  for (const [threatId, body] of plan.goneComments) await turn(threatId, body, true);
  for (const { threatId, body } of plan.comments) await turn(threatId, body, false);
  return turned;
}

/**
 * Posts a review with inline comments; `null` when GitHub refuses the places, of which it does not say which one. Ranges
 * are refused more often than lines, so each comment is tried at its last line before.
 */
async function postReview(
  place: Place,
  text: string | null,
  comments: readonly InlineComment[],
): Promise<number | null> {
  const body = text === null ? null : withMark(text, REVIEW_MARK);
  try {
    return await createReview(place, body, comments);
  } catch (error) {
    if (statusOf(error) !== 422 || comments.length === 0) throw error;
    const lines = comments.map((comment) => ({ ...comment, startLine: comment.endLine }));
    return isSamePlaces(lines, comments) ? null : postReview(place, text, lines);
  }
}

function isSamePlaces(one: readonly InlineComment[], other: readonly InlineComment[]): boolean {
  return one.every(({ startLine }, index) => startLine === other[index]?.startLine);
}

async function createReview(place: Place, body: string | null, comments: readonly InlineComment[]): Promise<number> {
  const { session, ref, headSha } = place;
  return createOnce({
    operation: "post the review",
    create: async () => {
      const { data } = await session.client.rest.pulls.createReview({
        ...pull(ref),
        commit_id: headSha,
        event: "COMMENT",
        ...(body === null ? {} : { body }),
        comments: comments.map(toInline),
        ...ONCE,
      });
      return data.id;
    },
    find: async () => (body === null ? findPosted(place, comments) : ((await findReview(place))?.id ?? null)),
    settle: session.settle,
  });
}

/** A review without a body is recognised by its comments, which are posted all or none. */
async function findPosted({ session, ref }: Place, comments: readonly InlineComment[]): Promise<number | null> {
  const standing = await standingComments(session, ref);
  const first = comments[0] && standing.get(comments[0].threatId);
  return first?.id ?? null;
}

async function findReview({ session, ref }: Place): Promise<OurReview | null> {
  const { client } = session;
  const botLogin = await session.botLogin();
  const reviews = await attempt("list the reviews", async () =>
    client.paginate(client.rest.pulls.listReviews, { ...pull(ref), per_page: 100 }),
  );
  return reviews.find((review) => isOurs(review.user, botLogin) && endsWith(review.body, REVIEW_MARK)) ?? null;
}

async function rewriteReview({ session, ref }: Place, reviewId: number, body: string): Promise<void> {
  await attempt("update the review", async () =>
    session.client.rest.pulls.updateReview({ ...pull(ref), review_id: reviewId, body }),
  );
}

function toInline(comment: InlineComment) {
  const side = comment.side === "base" ? "LEFT" : "RIGHT";
  const range = comment.startLine < comment.endLine ? { start_line: comment.startLine, start_side: side } : {};
  return { path: comment.path, body: commentBody(comment), line: comment.endLine, side, ...range };
}

function withComments(body: string, comments: readonly InlineComment[]): string {
  const sections = comments.map((comment) => `\`${comment.path}:${comment.startLine}\`\n\n${comment.body}`);
  return [body, ...sections].join("\n\n---\n\n");
}

function pull(ref: PullRequestRef) {
  return { owner: ref.owner, repo: ref.repo, pull_number: ref.number };
}
