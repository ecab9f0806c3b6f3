import { parseRepositoryConfig } from "../config/load-config.ts";
import { DEFAULT_CONFIG } from "../config/repository-config.ts";
import type { CommandJob } from "../domain/job.ts";
import type { SavedRun } from "../ports/store.ts";
import { askedAnswer } from "../render/asked.ts";
import { recordSpending } from "./record-spending.ts";
import type { ReviewTools } from "./review-tools.ts";

const NO_ANSWER = "No model could answer that now. `/threatmodel explain` tells what is known of a threat.";

/** Has a model answer a question from a report, within the same limits as a review. */
export async function answerQuestion(
  question: string,
  job: CommandJob,
  { report, settings }: Pick<SavedRun, "report" | "settings">,
  { store, ask, signal }: Pick<ReviewTools, "store" | "ask"> & { readonly signal: AbortSignal },
): Promise<string> {
  const config = settings === null ? DEFAULT_CONFIG : parseRepositoryConfig(settings.text, "the last run");
  const [spent, answers] = [await store.spent(job), store.answersOf(job)];
  const asked = await ask(question, report, config, { spent, answers, signal });
  await recordSpending(job, asked, { store });
  return asked.sentences === null ? NO_ANSWER : askedAnswer(asked.sentences, report);
}
