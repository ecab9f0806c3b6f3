import { z } from "zod";
import { type Intent, NOT_UNDERSTOOD, ignore } from "./intent.ts";
import { numberSchema, pullRequestOf, repositoryEventSchema, repositoryOf, shaSchema } from "./payload.ts";

const eventSchema = repositoryEventSchema.extend({
  check_suite: z.object({
    head_sha: shaSchema,
    app: z.object({ id: numberSchema }),
    pull_requests: z.array(z.object({ number: numberSchema })),
  }),
});

/** Someone pressed "Re-run all checks". The same event with `requested` comes with every push and is not needed. */
export function readCheckSuite(payload: unknown, appId: number): Intent[] {
  const event = eventSchema.safeParse(payload);
  if (!event.success) return NOT_UNDERSTOOD;
  const { action, check_suite: suite } = event.data;
  if (action !== "rerequested") return ignore("The checks were not asked for again");
  if (suite.app.id !== appId) return ignore("The checks belong to another app");
  if (suite.pull_requests.length === 0) {
    return [{ kind: "review_head", repository: repositoryOf(event.data), headSha: suite.head_sha }];
  }
  return suite.pull_requests.map(({ number }) => {
    const ref = pullRequestOf(event.data, number);
    return { kind: "review", job: { ...ref, headSha: suite.head_sha, trigger: "rerequested", force: true } };
  });
}
