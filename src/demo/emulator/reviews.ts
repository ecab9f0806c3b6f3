import type { Context, Hono } from "hono";
import { z } from "zod";
import { type Place, placeProblem, placeSchema, positionOf } from "./diff-places.ts";
import type { ChangedFileRow, PullRequests } from "./pull-requests.ts";
import { bodyOf, isObject, type Json, mapJson, refused, type Upstream } from "./upstream.ts";

const LONGEST_BODY = 65_536;
const rows = z.array(z.looseObject({ id: z.int() }));

interface ReviewState {
  readonly upstream: Upstream;
  readonly pulls: PullRequests;
  /** Bodies that were edited after a review was submitted, by review id. */
  readonly bodies: Map<number, string>;
  /** Lines of comments, by comment id; the emulator keeps the older positions only. */
  readonly places: Map<number, Place>;
}

/** Reviews and their comments by line, which the emulator knows by position only; submitted reviews can be edited. */
export function reviewRoutes(app: Hono, upstream: Upstream, pulls: PullRequests): void {
  const state: ReviewState = { upstream, pulls, bodies: new Map(), places: new Map() };
  const reviews = "/repos/:owner/:repo/pulls/:number{[0-9]+}/reviews";
  const comments = "/repos/:owner/:repo/pulls/:number{[0-9]+}/comments";
  const asReview = (data: unknown) => withBody(data, state);
  const asComment = (data: unknown) => withPlace(data, state);

  app.post(reviews, async (context) => createReview(context, state));
  app.put(`${reviews}/:review`, async (context) => updateReview(context, state));
  app.get(reviews, async ({ req }) =>
    mapJson(await upstream.forward(req.raw), (data) => rows.parse(data).map(asReview)),
  );
  app.get(`${reviews}/:review`, async ({ req }) => mapJson(await upstream.forward(req.raw), asReview));
  for (const path of [comments, `${reviews}/:review/comments`, "/repos/:owner/:repo/pulls/comments"]) {
    app.get(path, async ({ req }) =>
      mapJson(await upstream.forward(req.raw), (data) => rows.parse(data).map(asComment)),
    );
  }
  app.on(["GET", "PATCH"], "/repos/:owner/:repo/pulls/comments/:comment{[0-9]+}", async ({ req }) => {
    if (isTooLong(await bodyOf(req.raw))) return refused("body is too long (maximum is 65536 characters)");
    return mapJson(await upstream.forward(req.raw), asComment);
  });
  app.post(comments, async (context) => createComment(context, state));
  app.post(`${comments}/:comment/replies`, async (context) => createReply(context, state));
}

async function createReview({ req }: Context, state: ReviewState): Promise<Response> {
  const body = await bodyOf(req.raw);
  const given = z.array(z.looseObject({ body: z.string() })).safeParse(body["comments"] ?? []);
  const files = await filesOf(req.param("owner"), req.param("repo"), req.param("number"), state);
  const problem = given.success ? reviewProblem(body, given.data, files) : "comments are invalid";
  if (problem !== null) return refused(problem);
  const places = (given.data ?? []).map((comment) => placeSchema.parse(comment));
  const comments = places.map((place) => ({ ...place, position: positionOf(place, files) }));
  const response = await state.upstream.forward(req.raw, { ...body, comments });
  return mapJson(
    new Response(response.body, { status: response.ok ? 200 : response.status, headers: response.headers }),
    async (data) => {
      if (isObject(data)) await remember(new URL(req.url).pathname, data, places, state);
      return data;
    },
  );
}

/** The emulator numbers a review's comments in the order in which they were given. */
async function remember(path: string, review: Json, places: readonly Place[], state: ReviewState): Promise<void> {
  const created = rows.parse(await state.upstream.read(`${path}/${String(review["id"])}/comments?per_page=100`));
  created
    .toSorted((left, right) => left.id - right.id)
    .forEach(({ id }, index) => {
      const place = places[index];
      if (place) state.places.set(id, place);
    });
}

function reviewProblem(body: Json, comments: readonly Json[], files: readonly ChangedFileRow[]): string | null {
  if ([body, ...comments].some(isTooLong)) return "body is too long (maximum is 65536 characters)";
  if (body["event"] === "COMMENT" && !body["body"] && comments.length === 0) return "Body can't be blank";
  for (const comment of comments) {
    const place = placeSchema.safeParse(comment);
    const problem = place.success ? placeProblem(place.data, files) : "Line could not be resolved";
    if (problem !== null) return problem;
  }
  return null;
}

async function updateReview({ req }: Context, state: ReviewState): Promise<Response> {
  const { body } = await bodyOf(req.raw);
  if (typeof body !== "string" || isTooLong({ body })) return refused("body is invalid");
  const headers = new Headers({ authorization: req.header("authorization") ?? "" });
  const response = await state.upstream.forward(new Request(req.url, { headers }));
  return mapJson(response, (data) => {
    state.bodies.set(Number(req.param("review")), body);
    return withBody(data, state);
  });
}

async function createComment({ req }: Context, state: ReviewState): Promise<Response> {
  const { in_reply_to, ...body } = await bodyOf(req.raw);
  if (isTooLong(body)) return refused("body is too long (maximum is 65536 characters)");
  if (in_reply_to !== undefined) return state.upstream.forward(req.raw, { ...body, in_reply_to_id: in_reply_to });
  const place = placeSchema.safeParse(body);
  if (place.success) {
    const problem = placeProblem(
      place.data,
      await filesOf(req.param("owner"), req.param("repo"), req.param("number"), state),
    );
    if (problem !== null) return refused(problem);
  }
  return mapJson(await state.upstream.forward(req.raw, body), (data) => {
    if (place.success && isObject(data)) state.places.set(Number(data["id"]), place.data);
    return withPlace(data, state);
  });
}

/** A reply stands where the comment stands that it answers. */
async function createReply({ req }: Context, state: ReviewState): Promise<Response> {
  const { body } = await bodyOf(req.raw);
  const parentId = Number(req.param("comment"));
  const parent = await state.upstream.read(
    `/repos/${req.param("owner")}/${req.param("repo")}/pulls/comments/${parentId}`,
  );
  if (!isObject(parent)) return Response.json({ message: "Not Found", status: "404" }, { status: 404 });
  const url = req.url.replace(/\/\d+\/replies$/u, "");
  const { path, commit_id, line, side } = parent;
  const reply = { body, path, commit_id, line, side, in_reply_to_id: parentId };
  const place = state.places.get(parentId);
  return mapJson(await state.upstream.forward(new Request(url, req.raw.clone()), reply), (data) => {
    if (place && isObject(data)) state.places.set(Number(data["id"]), place);
    return withPlace(data, state);
  });
}

function withBody(data: unknown, { bodies }: ReviewState): unknown {
  if (!isObject(data)) return data;
  const body = bodies.get(Number(data["id"]));
  return body === undefined ? data : { ...data, body };
}

function withPlace(data: unknown, { places }: ReviewState): unknown {
  if (!isObject(data)) return data;
  const place = places.get(Number(data["id"]));
  if (!place) return data;
  const { line, side, start_line = null, start_side = null } = place;
  return { ...data, line, side, start_line, start_side, original_line: line, original_start_line: start_line };
}

async function filesOf(
  owner: string | undefined,
  repo: string | undefined,
  number: string | undefined,
  { pulls }: ReviewState,
): Promise<ChangedFileRow[]> {
  return pulls.files(`${owner}/${repo}`, Number(number));
}

function isTooLong(content: Json): boolean {
  return typeof content["body"] === "string" && content["body"].length > LONGEST_BODY;
}
