import type { Run } from "./report.ts";

/** Providers that say they cache the beginning of a prompt by themselves, by the host in a model's label. */
const CACHES = /(?:api\.openai\.com|\.openai\.azure\.com|generativelanguage\.googleapis\.com|api\.deepseek\.com)$/u;
/** Shorter beginnings are cached by nobody. */
const LEAST_TOKENS = 2_048;

/**
 * True when a prompt was asked twice in one run, at a provider that should have cached its beginning, and nothing came
 * from the cache: then something before the part that differs is not the same, and every call costs its full price.
 */
export function missesCache({ model, calls }: Pick<Run, "model" | "calls">): boolean {
  if (model === null || !CACHES.test(model)) return false;
  const asked = calls.filter(
    ({ remembered, outcome, inputTokens }) => !remembered && outcome === "ok" && inputTokens >= LEAST_TOKENS,
  );
  const isRepeated = new Set(asked.map(({ prompt }) => prompt)).size < asked.length;
  return isRepeated && asked.every(({ cachedTokens }) => cachedTokens === 0);
}
