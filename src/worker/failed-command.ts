import { placeKey } from "../domain/command-place.ts";
import type { CommandJob } from "../domain/job.ts";
import { isWorthRetrying } from "./failure.ts";
import { type ReviewTools, fieldsOf } from "./review-tools.ts";

type FailureTools = Pick<ReviewTools, "host" | "log" | "newReference">;

/** Tells the person who gave a command that it failed at every try. Rejects to be tried again. */
export function createFailedCommandWorker(tools: FailureTools): (job: CommandJob) => Promise<void> {
  return async (job) => {
    try {
      await tellFailure(job, new Error("every try failed"), tools);
    } catch (error) {
      if (isWorthRetrying(error)) throw error;
      tools.log.error({ ...fieldsOf(job), place: placeKey(job.place), error }, "A failed command got no answer");
    }
  };
}

/** Answers that a command could not be done; one that was answered before keeps its answer. */
export async function tellFailure(job: CommandJob, error: unknown, tools: FailureTools): Promise<void> {
  const reference = tools.newReference();
  tools.log.error({ ...fieldsOf(job), place: placeKey(job.place), reference, error }, "A command failed");
  const host = await tools.host.open(job);
  const text = `This command failed, and nothing more will be done about it. Give it again to try once more; the operator of this service finds the cause in its log by the reference \`${reference}\`.`;
  await host.reply(job, job.place, text);
  await host.react(job, job.place, "confused");
}
