import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { InlineComment, Publication, ReviewPlan } from "../../../src/domain/publication.ts";
import type { PublishOutcome } from "../../../src/ports/code-host.ts";
import type { GitHubApp } from "../../../src/adapters/github/github-app.ts";
import { BOT, githubApp, githubServer, REF, REPO } from "./github-server.ts";

const HEAD = "d".repeat(40);

interface Stored {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: string };
}

const postedReviewSchema = z.looseObject({
  body: z.string().optional(),
  comments: z.array(z.looseObject({ body: z.string() })),
});
type PostedReview = z.infer<typeof postedReviewSchema>;

/** Keeps reviews and comments as GitHub does, and counts what is written. */
class Conversation {
  readonly reviews: Stored[] = [];
  readonly comments: (Stored & { in_reply_to_id?: number })[] = [];
  readonly posted: PostedReview[] = [];
  writes = 0;
  /** Answers of the next posts; `hidden` stores the review and then fails. */
  readonly outcomes: ("refused" | "hidden" | "lost" | "reset")[] = [];
  #id = 100;

  serve(): void {
    const scope = nock("https://api.github.com").persist();
    scope
      .get(`${REPO}/pulls/3/reviews`)
      .query(true)
      .reply(200, () => this.reviews);
    scope
      .get(`${REPO}/pulls/3/comments`)
      .query(true)
      .reply(200, () => this.comments);
    scope.post(`${REPO}/pulls/3/reviews`).reply((_uri, body) => this.#post(postedReviewSchema.parse(body)));
    scope.put(/\/pulls\/3\/reviews\/\d+$/u).reply((uri, body) => this.#edit(this.reviews, uri, body));
    scope.patch(/\/pulls\/comments\/\d+$/u).reply((uri, body) => this.#edit(this.comments, uri, body));
  }

  add(list: Stored[], body: string, user: Stored["user"] = BOT): Stored {
    const stored = { id: this.#id++, body, user };
    list.push(stored);
    return stored;
  }

  #post(review: PostedReview): nock.ReplyFnResult {
    const outcome = this.outcomes.shift();
    this.posted.push(review);
    if (outcome === "refused")
      return [422, { message: "Unprocessable Entity", errors: ["Line could not be resolved"] }];
    if (outcome === "lost") return [502, "bad gateway"];
    this.writes++;
    const stored = this.add(this.reviews, review.body ?? "");
    for (const { body } of review.comments) this.add(this.comments, body);
    return outcome === "hidden" ? [502, "bad gateway"] : [200, stored];
  }

  #edit(list: Stored[], uri: string, body: nock.Body): nock.ReplyFnResult {
    const stored = list.find(({ id }) => uri.endsWith(`/${id}`));
    if (!stored || typeof body !== "object" || !("body" in body)) return [404, {}];
    this.writes++;
    stored.body = String(body["body"]);
    return [200, stored];
  }
}

function comment(threatId: string, line = 7): InlineComment {
  return { threatId, path: "src/a.ts", side: "head", startLine: line, endLine: line, body: `About ${threatId}.` };
}

let app: GitHubApp;

async function publish(review: Partial<ReviewPlan> | null): Promise<PublishOutcome> {
  const check = { conclusion: "neutral", title: "", summary: "", text: null, annotations: [], buttons: [] } as const;
  const plan = review && { body: "Summary.", comments: [], goneComments: new Map<string, string>(), ...review };
  const publication: Publication = { headSha: HEAD, check, review: plan };
  return (await app.open(REF)).publishReview(REF, publication);
}

describe("publishReview", () => {
  let conversation: Conversation;

  beforeEach(() => {
    githubServer();
    app = githubApp();
    conversation = new Conversation();
    conversation.serve();
  });
  afterEach(() => {
    nock.cleanAll();
  });

  it("tries refused ranges at their last line, before it gives the places up", async () => {
    conversation.outcomes.push("refused");
    const range = { ...comment("T-AAAAAAAA"), startLine: 5 };
    expect(await publish({ comments: [range] })).toMatchObject({ commentsCreated: 1, bodyOnly: false });
    expect(conversation.posted.map(({ comments }) => comments.map((one) => one.start_line ?? null))).toEqual([
      [5],
      [null],
    ]);
  });

  it("posts one review with every comment on its lines", async () => {
    const range = { ...comment("T-AAAAAAAA"), startLine: 5 };
    const removed: InlineComment = { ...comment("T-BBBBBBBB", 2), side: "base" };
    expect(await publish({ comments: [range, removed] })).toEqual({
      reviewId: 100,
      commentsCreated: 2,
      turned: [],
      bodyOnly: false,
    });
    expect(conversation.posted).toMatchObject([
      {
        commit_id: HEAD,
        event: "COMMENT",
        body: "Summary.\n\n<!-- threatdiff:review -->",
        comments: [
          { path: "src/a.ts", line: 7, side: "RIGHT", start_line: 5, start_side: "RIGHT" },
          {
            path: "src/a.ts",
            line: 2,
            side: "LEFT",
            body: "About T-BBBBBBBB.\n\n<!-- threatdiff:threat T-BBBBBBBB -->",
          },
        ],
      },
    ]);
    expect(conversation.posted[0]?.comments[1]).not.toHaveProperty("start_line");
  });

  it("changes nothing when the same head is published twice", async () => {
    const plan = { comments: [comment("T-AAAAAAAA")], goneComments: new Map([["T-CCCCCCCC", "gone"]]) };
    await publish(plan);
    const again = await publish(plan);
    expect(conversation.writes).toBe(1);
    expect(again).toEqual({ reviewId: 100, commentsCreated: 0, turned: [], bodyOnly: false });
  });

  it("updates the body in place and posts only the new threats of a later head, in one review", async () => {
    await publish({ comments: [comment("T-AAAAAAAA")] });
    const plan = { body: "Later.", comments: ["T-AAAAAAAA", "T-BBBBBBBB", "T-DDDDDDDD"].map((id) => comment(id)) };
    expect(await publish(plan)).toMatchObject({ reviewId: 100, commentsCreated: 2 });
    expect(conversation.reviews[0]?.body).toBe("Later.\n\n<!-- threatdiff:review -->");
    expect(conversation.posted[1]?.comments).toHaveLength(2);
    expect(conversation.posted[1]).not.toHaveProperty("body");
  });

  it("marks comments of gone threats once, and restores one whose threat comes back", async () => {
    await publish({ comments: [comment("T-AAAAAAAA")] });
    const gone = { goneComments: new Map([["T-AAAAAAAA", "Gone in abc."]]) };
    expect(await publish(gone)).toMatchObject({ turned: [{ gone: true }] });
    const later = { goneComments: new Map([["T-AAAAAAAA", "Gone in def."]]) };
    expect(await publish(later)).toMatchObject({ turned: [] });
    expect(conversation.comments[0]?.body).toBe("Gone in abc.\n\n<!-- threatdiff:threat T-AAAAAAAA gone -->");
    expect(await publish({ comments: [comment("T-AAAAAAAA")] })).toMatchObject({
      commentsCreated: 0,
      turned: [{ gone: false }],
    });
    expect(conversation.comments.map(({ body }) => body)).toEqual([
      "About T-AAAAAAAA.\n\n<!-- threatdiff:threat T-AAAAAAAA -->",
    ]);
  });

  it("does not take other people's copies of the marks for its own", async () => {
    const eve = { login: "eve", type: "User" };
    conversation.add(conversation.reviews, "fake\n\n<!-- threatdiff:review -->", eve);
    conversation.add(conversation.comments, "fake\n\n<!-- threatdiff:threat T-AAAAAAAA -->", eve);
    const bot = { login: "other[bot]", type: "Bot" };
    conversation.add(conversation.reviews, "fake\n\n<!-- threatdiff:review -->", bot);
    await publish({ comments: [comment("T-AAAAAAAA")] });
    await publish({ comments: [comment("T-AAAAAAAA"), comment("T-BBBBBBBB")] });
    expect(conversation.posted.map((review) => review.comments.length)).toEqual([1, 1]);
    expect(conversation.reviews[0]?.body).toContain("fake");
  });

  it("does not read a mark that is only quoted inside its own text", async () => {
    await publish({
      comments: [{ ...comment("T-AAAAAAAA"), body: "see <!-- threatdiff:threat T-BBBBBBBB --> there" }],
    });
    expect(await publish({ comments: [comment("T-AAAAAAAA"), comment("T-BBBBBBBB")] })).toMatchObject({
      commentsCreated: 1,
    });
  });

  it("puts the comments into the body when GitHub refuses a place", async () => {
    conversation.outcomes.push("refused");
    expect(await publish({ comments: [comment("T-AAAAAAAA")] })).toMatchObject({ bodyOnly: true, commentsCreated: 0 });
    expect(conversation.posted).toHaveLength(2);
    expect(conversation.reviews[0]?.body).toBe(
      "Summary.\n\n---\n\n`src/a.ts:7`\n\nAbout T-AAAAAAAA.\n\n<!-- threatdiff:review -->",
    );
  });

  it("puts new comments into the standing body when a later head refuses their places", async () => {
    await publish({});
    conversation.outcomes.push("refused", "refused");
    expect(await publish({ comments: [comment("T-AAAAAAAA")] })).toMatchObject({ bodyOnly: true, reviewId: 100 });
    const { writes } = conversation;
    await publish({ comments: [comment("T-AAAAAAAA")] });
    expect(conversation.reviews).toHaveLength(1);
    expect(conversation.reviews[0]?.body).toContain("About T-AAAAAAAA.");
    expect(conversation.writes).toBe(writes);
  });

  it("does not post again after a failure that hid a success", async () => {
    conversation.outcomes.push("hidden");
    expect(await publish({ comments: [comment("T-AAAAAAAA")] })).toMatchObject({ reviewId: 100, commentsCreated: 1 });
    conversation.outcomes.push("hidden");
    await publish({ comments: [comment("T-AAAAAAAA"), comment("T-BBBBBBBB")] });
    expect(conversation.posted).toHaveLength(2);
    expect(conversation.comments).toHaveLength(2);
  });

  it("does not let Octokit repeat a post either", async () => {
    app = githubApp({ paced: true });
    conversation.outcomes.push("hidden");
    expect(await publish({ comments: [comment("T-AAAAAAAA")] })).toMatchObject({ reviewId: 100 });
    expect(conversation.posted).toHaveLength(1);
  });

  it("posts again after a failure that created nothing, and gives up after three", async () => {
    conversation.outcomes.push("lost");
    expect(await publish({})).toMatchObject({ reviewId: 100 });
    conversation.outcomes.push("lost", "lost", "lost");
    await expect(publish({ comments: [comment("T-AAAAAAAA")] })).rejects.toMatchObject({
      status: 502,
      retryable: true,
    });
    expect(conversation.posted).toHaveLength(5);
  });

  it("cuts a body that is too long for GitHub between characters and keeps its mark", async () => {
    await publish({ body: "€".repeat(40_000) });
    const body = conversation.reviews[0]?.body ?? "";
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_000);
    expect(body).toMatch(/€\n\n\*\(cut here: too long for GitHub\)\*\n\n<!-- threatdiff:review -->$/u);
  });

  it("does nothing without a plan", async () => {
    expect(await publish(null)).toEqual({ reviewId: null, commentsCreated: 0, turned: [], bodyOnly: false });
    expect(conversation.writes).toBe(0);
  });
});
