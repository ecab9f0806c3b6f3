import { answerCommand } from "../commands/index.ts";
import { parseCommandLine } from "../commands/parse.ts";
import { placeKey } from "../domain/command-place.ts";
import type { CommandJob } from "../domain/job.ts";
import type { Queue } from "../ports/queue.ts";
import { isWorthRetrying } from "./failure.ts";
import { type ReviewTools, fieldsOf } from "./review-tools.ts";

type CommandTools = Pick<ReviewTools, "host" | "store" | "log" | "clock"> & {
  readonly queue: Pick<Queue, "enqueueReview">;
};

/** Does slash commands: looks up who asks, answers once, and says with a reaction how it went. */
export function createCommandWorker(tools: CommandTools): (job: CommandJob, signal: AbortSignal) => Promise<void> {
  return async (job, signal) => {
    try {
      await obey(job, signal, tools);
    } catch (error) {
      const fields = { ...fieldsOf(job), place: placeKey(job.place), error };
      if (!isWorthRetrying(error) && !signal.aborted) return tools.log.error(fields, "A command failed");
      tools.log.warn(fields, "A command could not be done; it is tried again later");
      throw error;
    }
  };
}

async function obey(job: CommandJob, signal: AbortSignal, tools: CommandTools): Promise<void> {
  const host = await tools.host.open(job);
  await host.react(job, job.place, "eyes");
  const [state, permission] = await Promise.all([host.readState(job), host.readPermission(job, job.actor)]);
  const run = await tools.store.latestPublishedRun(job);
  const outcome = answerCommand(
    parseCommandLine(job.text),
    { login: job.actor, permission, isAuthor: job.actor.toLowerCase() === state.author.toLowerCase() },
    { report: run?.report ?? null, disclosure: run?.disclosure ?? "private", now: tools.clock.now() },
  );
  signal.throwIfAborted();
  const decisions = outcome.decisions ?? [];
  for (const [index, decision] of decisions.entries()) {
    await tools.store.saveDecision(job, `${placeKey(job.place)}:${index}`, decision);
  }
  if (outcome.rerun || decisions.length > 0) {
    const { place: _, actor: __, text: ___, ...ref } = job;
    await tools.queue.enqueueReview({ ...ref, headSha: state.headSha, trigger: "command", force: outcome.rerun });
  }
  if (outcome.reply !== null) await host.reply(job, job.place, outcome.reply);
  await host.react(job, job.place, outcome.reaction);
  const { actor } = job;
  tools.log.info(
    { ...fieldsOf(job), actor, place: placeKey(job.place), outcome: outcome.kind },
    "A command was answered",
  );
}
