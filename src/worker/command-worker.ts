import type { Command, CommandContext } from "../commands/command.ts";
import { answerCommand, type CommandOutcome, lacksThreat } from "../commands/index.ts";
import { parseCommandLine } from "../commands/parse.ts";
import { placeKey } from "../domain/command-place.ts";
import type { CommandJob } from "../domain/job.ts";
import type { CodeHostReader } from "../ports/code-host.ts";
import type { SavedRun } from "../ports/store.ts";
import type { Queue } from "../ports/queue.ts";
import { tellFailure } from "./failed-command.ts";
import { answerQuestion } from "./answer-question.ts";
import { isWorthRetrying } from "./failure.ts";
import { type ReviewTools, fieldsOf } from "./review-tools.ts";

type CommandTools = Pick<ReviewTools, "host" | "store" | "log" | "clock" | "newReference" | "ask"> & {
  readonly queue: Pick<Queue, "enqueueReview">;
};

/** Commands of one person in a repository in ten minutes. */
const MOST_COMMANDS = 20;
const TOO_MANY = `That were more than ${MOST_COMMANDS} commands in ten minutes. Please wait a little; nothing was done.`;

/** Does slash commands: looks up who asks, answers once, and says with a reaction how it went. */
export function createCommandWorker(tools: CommandTools): (job: CommandJob, signal: AbortSignal) => Promise<void> {
  return async (job, signal) => {
    try {
      await obey(job, signal, tools);
    } catch (error) {
      if (!isWorthRetrying(error) && !signal.aborted) return await tellFailure(job, error, tools).catch(noAnswer);
      const fields = { ...fieldsOf(job), place: placeKey(job.place), error };
      tools.log.warn(fields, "A command could not be done; it is tried again later");
      throw error;
    }
  };
}

/** The failure is in the log; whoever cannot be answered cannot be told of it either. */
function noAnswer(error: unknown): void {
  if (isWorthRetrying(error)) throw error;
}

async function obey(job: CommandJob, signal: AbortSignal, tools: CommandTools): Promise<void> {
  const host = await tools.host.open(job);
  const given = await tools.store.noteCommand(job, placeKey(job.place), job.actor);
  if (given > MOST_COMMANDS) {
    if (given === MOST_COMMANDS + 1) await host.reply(job, job.place, TOO_MANY);
    return host.react(job, job.place, "confused");
  }
  await host.react(job, job.place, "eyes");
  const state = await host.readState(job);
  const permission = await host.readPermission(job, job.actor);
  const asker = { login: job.actor, permission, isAuthor: job.actor.toLowerCase() === state.author.toLowerCase() };
  const command = await inThread(parseCommandLine(job.text), job, host);
  const run = await tools.store.latestPublishedRun(job);
  const outcome = answerCommand(command, asker, contextOf(run, tools));
  signal.throwIfAborted();
  await carryOut(outcome, job, state.headSha, tools);
  const { question } = outcome;
  const isAsked = question !== undefined && run !== null;
  const reply = isAsked ? await answerQuestion(question, job, run, { ...tools, signal }) : outcome.reply;
  if (reply !== null) await host.reply(job, job.place, reply);
  await host.react(job, job.place, outcome.reaction);
  const { actor } = job;
  tools.log.info(
    { ...fieldsOf(job), actor, place: placeKey(job.place), outcome: outcome.kind },
    "A command was answered",
  );
}

/** In the thread of a threat a command need not name it. */
async function inThread(
  command: Command,
  job: CommandJob,
  host: Pick<CodeHostReader, "readThreadThreat">,
): Promise<Command> {
  if (job.place.in !== "comment" || !lacksThreat(command)) return command;
  const threatId = await host.readThreadThreat(job, job.place.id);
  return threatId === null ? command : { ...command, args: [threatId, ...command.args] };
}

function contextOf(run: SavedRun | null, { clock }: CommandTools): Omit<CommandContext, "asker"> {
  const now = clock.now();
  if (run === null) return { report: null, disclosure: "private", settings: null, now };
  const { report, disclosure, settings } = run;
  return { report, disclosure, settings, now };
}

/** Saves what was decided, and has the pull request looked at again where that is needed. */
async function carryOut(
  { decisions = [], rerun }: CommandOutcome,
  job: CommandJob,
  headSha: string,
  { store, queue }: CommandTools,
): Promise<void> {
  for (const [index, decision] of decisions.entries()) {
    await store.saveDecision(job, `${placeKey(job.place)}:${index}`, decision);
  }
  if (!rerun && decisions.length === 0) return;
  const { place: _, actor: __, text: ___, ...ref } = job;
  await queue.enqueueReview({ ...ref, headSha, trigger: "command", force: rerun });
}
