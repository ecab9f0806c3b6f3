import { createHash } from "node:crypto";
import type { ModelRequest } from "../ports/language-model.ts";

/** What an answer depends on: the models, the tier, the schema and every word of the messages; no time, no budget. */
export function questionKey(
  models: string,
  { tier, messages, schema }: Omit<ModelRequest, "signal" | "maxOutputTokens">,
): string {
  const parts = [models, tier, schema.name, JSON.stringify(schema.schema), JSON.stringify(messages)];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
