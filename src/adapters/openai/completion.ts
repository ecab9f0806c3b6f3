import { z } from "zod";
import type { ModelOutcome, ModelUsage } from "../../ports/language-model.ts";

const count = z.number().int().nonnegative().catch(0);

const usageSchema = z
  .object({
    prompt_tokens: count,
    completion_tokens: count,
    prompt_tokens_details: z.object({ cached_tokens: count }).nullish().catch(null),
  })
  .nullish()
  .catch(null);

const contentSchema = z
  .union([z.string(), z.array(z.object({ text: z.string().catch("") })).transform(joinParts)])
  .nullish()
  .catch(null);

/** Only what is read; compatible servers differ in everything else. */
const completionSchema = z.object({
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish().catch(null),
      message: z.object({ content: contentSchema, refusal: z.string().nullish().catch(null) }),
    }),
  ),
  usage: usageSchema,
});

/** What one HTTP 200 said. */
export interface Completion {
  readonly outcome: ModelOutcome;
  readonly text: string;
  readonly usage: ModelUsage;
}

export const NO_USAGE: ModelUsage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 };

/** Reads the body of a 200. Servers also answer 200 with an error object, a web page or nothing: that is `malformed`. */
export function readCompletion(body: unknown): Completion {
  const parsed = completionSchema.safeParse(body);
  const choice = parsed.data?.choices[0];
  if (!parsed.success || !choice) return { outcome: "malformed", text: "", usage: NO_USAGE };
  const text = choice.message.content ?? "";
  return { outcome: outcomeOf(choice), text, usage: usageOf(parsed.data.usage) };
}

function outcomeOf(choice: z.infer<typeof completionSchema>["choices"][number]): ModelOutcome {
  if (choice.message.refusal) return "refused";
  if (choice.finish_reason === "length") return "truncated";
  return choice.finish_reason === "content_filter" ? "filtered" : "ok";
}

function usageOf(usage: z.infer<typeof usageSchema>): ModelUsage {
  if (!usage) return NO_USAGE;
  return {
    inputTokens: usage.prompt_tokens,
    cachedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    outputTokens: usage.completion_tokens,
  };
}

function joinParts(parts: { text: string }[]): string {
  return parts.map((part) => part.text).join("");
}
