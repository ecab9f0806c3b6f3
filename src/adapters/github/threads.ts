import { z } from "zod";
import type { PullRequestRef } from "../../domain/job.ts";
import type { TurnedComment } from "../../ports/code-host.ts";
import type { Session } from "./client.ts";
import { attempt } from "./errors.ts";

/** GitHub has threads in GraphQL only; a comment's number there is the REST id. */
export const THREADS_QUERY = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        nodes { id isResolved comments(first: 1) { nodes { fullDatabaseId } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;
export const RESOLVE = "mutation ($id: ID!) { resolveReviewThread(input: { threadId: $id }) { clientMutationId } }";
export const UNRESOLVE = "mutation ($id: ID!) { unresolveReviewThread(input: { threadId: $id }) { clientMutationId } }";

const MOST_PAGES = 10;

const threadSchema = z.object({
  id: z.string(),
  isResolved: z.boolean(),
  comments: z.object({ nodes: z.array(z.object({ fullDatabaseId: z.coerce.number() })) }),
});
const pageSchema = z.object({
  repository: z.object({
    pullRequest: z.object({
      reviewThreads: z.object({
        nodes: z.array(threadSchema),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    }),
  }),
});
type Thread = z.infer<typeof threadSchema>;

/**
 * Resolves the threads of comments whose threat is gone, and opens those of threats that came back. GitHub lets an App
 * do so that may write code, which Threatdiff does not ask for: without that permission nothing is done. Resolves to
 * the number of threads that were turned.
 */
export async function settleThreads(
  session: Session,
  ref: PullRequestRef,
  turned: readonly TurnedComment[],
): Promise<number> {
  if (turned.length === 0 || session.permissions["contents"] !== "write") return 0;
  return attempt("settle the threads of the review", async () => {
    const goneById = new Map(turned.map(({ id, gone }) => [id, gone]));
    let count = 0;
    for (const { id, isResolved, comments } of await listThreads(session, ref)) {
      const gone = goneById.get(comments.nodes[0]?.fullDatabaseId ?? 0);
      if (gone === undefined || gone === isResolved) continue;
      await session.client.graphql(gone ? RESOLVE : UNRESOLVE, { id });
      count += 1;
    }
    return count;
  });
}

async function listThreads({ client }: Session, { owner, repo, number }: PullRequestRef): Promise<Thread[]> {
  const threads: Thread[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: unknown = await client.graphql(THREADS_QUERY, { owner, repo, number, after });
    const { nodes, pageInfo } = pageSchema.parse(answer).repository.pullRequest.reviewThreads;
    threads.push(...nodes);
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return threads;
}
