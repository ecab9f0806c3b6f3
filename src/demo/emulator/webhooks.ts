import type { Hono } from "hono";
import { z } from "zod";
import type { Deliveries } from "./deliveries.ts";
import { markIssue, type PullRequests } from "./pull-requests.ts";
import { bodyOf, isObject, type Json, type Upstream } from "./upstream.ts";

interface WebhookParts {
  readonly upstream: Upstream;
  readonly pulls: PullRequests;
  readonly deliveries: Deliveries;
  /** What GitHub tells of the App inside a check run. */
  readonly app: Json;
}

const repositorySchema = z.looseObject({ repository: z.looseObject({ full_name: z.string() }) });
const pushSchema = z.looseObject({ ref: z.string(), before: z.string(), after: z.string() });

/**
 * Receives the emulator's own webhooks at `path`, completes them to what GitHub sends, and passes them on. A push to the
 * head of a pull request becomes `pull_request.synchronize`, which the emulator does not know.
 */
export function webhookRoutes(hono: Hono, path: string, parts: WebhookParts): void {
  hono.post(path, async ({ req }) => {
    const event = req.header("x-github-event") ?? "";
    const payload = await bodyOf(req.raw);
    const repository = repositorySchema.safeParse(payload).data?.repository.full_name;
    if (repository === undefined) return new Response(null, { status: 202 });
    await parts.deliveries.send(event, await complete(payload, repository, parts));
    if (event === "push") await synchronize(payload, repository, parts);
    return new Response(null, { status: 202 });
  });
}

async function complete(payload: Json, repository: string, { upstream, pulls, app }: WebhookParts): Promise<Json> {
  const { pull_request: pull, issue, check_run: check } = payload;
  if (isObject(pull)) return { ...payload, number: pull["number"], pull_request: await pulls.live(pull) };
  if (isObject(issue)) return { ...payload, issue: await markIssue(upstream, repository, issue) };
  if (isObject(check)) return { ...payload, check_run: { ...check, app } };
  return payload;
}

async function synchronize(payload: Json, repository: string, { pulls, deliveries }: WebhookParts): Promise<void> {
  const push = pushSchema.safeParse(payload).data;
  if (!push?.ref.startsWith("refs/heads/")) return;
  const { before, after } = push;
  for (const pull of await pulls.ofBranch(repository, push.ref.slice("refs/heads/".length))) {
    const { repository: about, sender, installation } = payload;
    await deliveries.send("pull_request", {
      action: "synchronize",
      number: pull.number,
      before,
      after,
      pull_request: pull,
      repository: about,
      sender,
      installation,
    });
  }
}
