import { schema as described } from "@octokit/graphql-schema";
import { buildSchema, graphql } from "graphql";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { githubApp, githubServer, REF } from "./github-server.ts";

/** GitHub's own description, which names a field twice: what it does not know, it refuses. */
const schema = buildSchema(described.idl, { assumeValidSDL: true });
const requestSchema = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()) });

interface Thread {
  readonly id: string;
  readonly comment: number;
  isResolved: boolean;
}

/** A pull request's threads behind GitHub's GraphQL schema, `perPage` at a time. */
class Threads {
  readonly all: Thread[];
  asked = 0;

  constructor(all: Thread[], perPage = 100) {
    this.all = all;
    const page = ({ after }: { after: string | null }) => {
      const start = after === null ? 0 : Number(after);
      const nodes = all.slice(start, start + perPage).map(({ id, isResolved, comment }) => ({
        id,
        isResolved,
        comments: { nodes: [{ fullDatabaseId: String(comment) }] },
      }));
      const end = start + perPage;
      return { nodes, pageInfo: { hasNextPage: end < all.length, endCursor: String(end) } };
    };
    const turn =
      (isResolved: boolean) =>
      ({ input: { threadId } }: { input: { threadId: string } }) => {
        const thread = all.find(({ id }) => id === threadId);
        if (thread) thread.isResolved = isResolved;
        return { clientMutationId: null };
      };
    const rootValue = {
      repository: ({ owner, name }: { owner: string; name: string }) => ({
        pullRequest: ({ number }: { number: number }) =>
          owner === REF.owner && name === REF.repo && number === REF.number ? { reviewThreads: page } : null,
      }),
      resolveReviewThread: turn(true),
      unresolveReviewThread: turn(false),
    };
    nock("https://api.github.com")
      .persist()
      .post("/graphql")
      .reply(async (_uri, body) => {
        this.asked += 1;
        const { query, variables } = requestSchema.parse(body);
        return [200, await graphql({ schema, source: query, rootValue, variableValues: variables })];
      });
  }

  get resolved(): string[] {
    return this.all.filter(({ isResolved }) => isResolved).map(({ id }) => id);
  }
}

function granted(contents: "read" | "write"): void {
  nock.cleanAll();
  nock("https://api.github.com")
    .post("/app/installations/7/access_tokens")
    .reply(201, { token: "ghs_one", permissions: { contents, pull_requests: "write" } });
}

describe("settleThreads", () => {
  beforeEach(() => {
    githubServer();
  });
  afterEach(() => {
    nock.cleanAll();
  });

  it("resolves threads whose threat is gone and opens those of threats that came back", async () => {
    granted("write");
    const big = 9_007_199_254;
    const threads = new Threads([
      { id: "gone", comment: big, isResolved: false },
      { id: "back", comment: 2, isResolved: true },
      { id: "other", comment: 3, isResolved: true },
      { id: "resolved by hand", comment: 4, isResolved: true },
    ]);
    const turned = [
      { id: big, gone: true },
      { id: 2, gone: false },
      { id: 4, gone: true },
    ];
    expect(await (await githubApp().open(REF)).settleThreads(REF, turned)).toBe(2);
    expect(threads.resolved).toEqual(["gone", "other", "resolved by hand"]);
    expect(threads.asked).toBe(3);
  });

  it("finds threads on later pages", async () => {
    granted("write");
    const many = Array.from({ length: 5 }, (_, index) => ({ id: `t${index}`, comment: index + 1, isResolved: false }));
    const threads = new Threads(many, 2);
    await (await githubApp().open(REF)).settleThreads(REF, [{ id: 5, gone: true }]);
    expect(threads.resolved).toEqual(["t4"]);
  });

  it("asks for nothing without the permission, and nothing when no comment turned", async () => {
    granted("read");
    const threads = new Threads([{ id: "gone", comment: 1, isResolved: false }]);
    expect(await (await githubApp().open(REF)).settleThreads(REF, [{ id: 1, gone: true }])).toBe(0);
    granted("write");
    expect(await (await githubApp().open(REF)).settleThreads(REF, [])).toBe(0);
    expect([threads.resolved, threads.asked]).toEqual([[], 0]);
  });

  it("says that it failed when GitHub refuses", async () => {
    granted("write");
    nock("https://api.github.com")
      .post("/graphql")
      .reply(200, { data: null, errors: [{ type: "FORBIDDEN", message: "Resource not accessible by integration" }] });
    const settling = (await githubApp().open(REF)).settleThreads(REF, [{ id: 1, gone: true }]);
    await expect(settling).rejects.toMatchObject({
      name: "CodeHostError",
      operation: "settle the threads of the review",
    });
  });
});
