import { parseRepositoryConfig } from "../config/load-config.ts";
import { DEFAULT_CONFIG } from "../config/repository-config.ts";
import type { CommandJob } from "../domain/job.ts";
import { askedAnswer } from "../render/asked.ts";
import type { ReviewTools } from "./review-tools.ts";

const NO_ANSWER = "No model could answer that now. `/threatmodel explain` tells what is known of a threat.";

/** Has a model answer a question from the newest report, within the same limits as a review. */
export async function askModel(
  question: string,
  job: CommandJob,
  { store, ask }: Pick<ReviewTools, "store" | "ask">,
  signal: AbortSignal,
): Promise<string> {
  const run = await store.latestPublishedRun(job);
  if (run === null) return NO_ANSWER;
  const config = run.settings === null ? DEFAULT_CONFIG : parseRepositoryConfig(run.settings.text, "the last run");
  const [spent, answers] = [await store.spent(job), store.answersOf(job)];
  const { sentences, calls, cost } = await ask(question, run.report, config, { spent, answers, signal });
  const tokens = calls.reduce((total, call) => total + call.inputTokens + call.outputTokens, 0);
  if (tokens > 0) await store.spend(job, { tokens, dollars: cost });
  return sentences === null ? NO_ANSWER : askedAnswer(sentences, run.report);
}
