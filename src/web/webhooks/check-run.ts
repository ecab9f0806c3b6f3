import { z } from "zod";
import { type Button, buttonSchema } from "../../domain/command-place.ts";
import type { PullRequestRef } from "../../domain/job.ts";
import { type Intent, NOT_UNDERSTOOD, ignore } from "./intent.ts";
import {
  isApp,
  numberSchema,
  pullRequestOf,
  repositoryEventSchema,
  repositoryOf,
  senderSchema,
  shaSchema,
} from "./payload.ts";

const eventSchema = repositoryEventSchema.extend({
  check_run: z.object({
    head_sha: shaSchema,
    external_id: z.string().nullish(),
    id: numberSchema,
    app: z.object({ id: numberSchema }),
    pull_requests: z.array(z.object({ number: numberSchema })),
  }),
  requested_action: z.object({ identifier: z.string() }).optional(),
  sender: senderSchema,
});

type Event = z.infer<typeof eventSchema>;

/** What each button says as a command. */
const COMMANDS: Readonly<Record<Button, string>> = {
  run: "run",
  accept: "accept all because accepted with the button of the check",
  explain: "explain all",
};

/** Someone pressed "Re-run" or one of our buttons on a check. The list of pull requests is empty for forks, so our own id comes first. */
export function readCheckRun(payload: unknown, appId: number): Intent[] {
  const event = eventSchema.safeParse(payload);
  if (!event.success) return NOT_UNDERSTOOD;
  const { action, check_run: check } = event.data;
  if (action !== "rerequested" && action !== "requested_action") return ignore("Nothing was asked of the check");
  if (check.app.id !== appId) return ignore("The check belongs to another app");
  const number = numberIn(check.external_id ?? "") ?? check.pull_requests[0]?.number;
  if (number === undefined) {
    return [{ kind: "review_head", repository: repositoryOf(event.data), headSha: check.head_sha }];
  }
  const ref = pullRequestOf(event.data, number);
  if (action === "requested_action") return pressed(event.data, ref);
  return [{ kind: "review", job: { ...ref, headSha: check.head_sha, trigger: "rerequested", force: true } }];
}

function pressed({ check_run: check, requested_action: action, sender }: Event, ref: PullRequestRef): Intent[] {
  const button = buttonSchema.safeParse(action?.identifier);
  if (!button.success) return ignore("The button is not one of ours");
  if (isApp(sender)) return ignore("The button was pressed by an app");
  const place = { in: "check", id: check.id, button: button.data } as const;
  return [{ kind: "command", job: { ...ref, place, actor: sender.login, text: COMMANDS[button.data] } }];
}

/** The pull request in the id that we give to our checks, `owner/repo#n@sha`. */
function numberIn(externalId: string): number | undefined {
  const number = Number(/^[\w.-]+\/[\w.-]+#(\d{1,10})@[0-9a-f]+$/u.exec(externalId)?.[1]);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
