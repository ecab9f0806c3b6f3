import { createHash } from "node:crypto";
import type { ModelRequest } from "../ports/language-model.ts";

/** What an answer depends on: the model, the tier, the schema and every word of the messages; no time, no budget. */
export function questionKey(
  model: string,
  { tier, messages, schema }: Omit<ModelRequest, "signal" | "maxOutputTokens">,
): string {
  const parts = [model, tier, schema.name, JSON.stringify(schema.schema), JSON.stringify(messages)];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
