import { createOpenAiModel } from "../adapters/openai/openai-model.ts";
import { checkEnvironment, readModelEnvironment } from "../config/environment.ts";
import type { VariableName, Variables } from "../config/variables.ts";
import { ConfigError } from "../domain/errors.ts";
import type { LanguageModel } from "../ports/language-model.ts";

const MODEL_VARIABLES: readonly VariableName[] = [
  "OPENAI_BASE_URL",
  "THREATDIFF_MODEL",
  "THREATDIFF_MODEL_SMALL",
  "THREATDIFF_MODEL_CRITIC",
  "THREATDIFF_MODEL_SECONDS",
  "THREATDIFF_MODEL_PRICES",
];

/** The model that the environment names, or `null` when it names none. Throws `ConfigError` when it names one wrongly. */
export function modelFromEnvironment(variables: Variables): LanguageModel | null {
  const { problems } = checkEnvironment(variables, () => "");
  for (const name of MODEL_VARIABLES) {
    const problem = problems.get(name);
    if (problem !== undefined) throw new ConfigError(`${problem}; or review with --offline.`, { path: name });
  }
  const settings = readModelEnvironment(variables);
  return settings && createOpenAiModel(settings);
}
