import { z } from "zod";
import { type Intent, NOT_UNDERSTOOD, ignore } from "./intent.ts";
import { numberSchema, pullRequestOf, repositoryEventSchema, repositoryOf, shaSchema } from "./payload.ts";

const eventSchema = repositoryEventSchema.extend({
  check_run: z.object({
    head_sha: shaSchema,
    external_id: z.string().nullish(),
    app: z.object({ id: numberSchema }),
    pull_requests: z.array(z.object({ number: numberSchema })),
  }),
});

/** Someone pressed "Re-run" on a check. The list of pull requests is empty for forks, so our own id comes first. */
export function readCheckRun(payload: unknown, appId: number): Intent[] {
  const event = eventSchema.safeParse(payload);
  if (!event.success) return NOT_UNDERSTOOD;
  const { action, check_run: check } = event.data;
  if (action !== "rerequested") return ignore("The check was not asked for again");
  if (check.app.id !== appId) return ignore("The check belongs to another app");
  const number = numberIn(check.external_id ?? "") ?? check.pull_requests[0]?.number;
  if (number === undefined) {
    return [{ kind: "review_head", repository: repositoryOf(event.data), headSha: check.head_sha }];
  }
  const ref = pullRequestOf(event.data, number);
  return [{ kind: "review", job: { ...ref, headSha: check.head_sha, trigger: "rerequested", force: true } }];
}

/** The pull request in the id that we give to our checks, `owner/repo#n@sha`. */
function numberIn(externalId: string): number | undefined {
  const number = Number(/^[\w.-]+\/[\w.-]+#(\d{1,10})@[0-9a-f]+$/u.exec(externalId)?.[1]);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
