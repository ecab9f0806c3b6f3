import type { LanguageModel } from "../ports/language-model.ts";
import type { Traces } from "../ports/traces.ts";

/** Follows every call of a model. */
export function traceModel(model: LanguageModel, traces: Traces): LanguageModel {
  return {
    label: model.label,
    complete: async (request) =>
      traces.run("model", { stage: request.schema.name, tier: request.tier }, async (note) => {
        const answer = await model.complete(request);
        const { inputTokens, cachedTokens, outputTokens } = answer.usage;
        note({ outcome: answer.outcome, inputTokens, cachedTokens, outputTokens });
        return answer;
      }),
  };
}
