import type { ModelRequest } from "../../ports/language-model.ts";

/** The optional parts of the protocol that an endpoint understands; learned from its refusals, never guessed. */
export interface Dialect {
  readonly format: "json_schema" | "json_object" | "none";
  readonly limit: "max_completion_tokens" | "max_tokens" | "none";
  readonly temperature: boolean;
}

/** What is tried first: everything that makes answers repeatable and well-formed. */
export const FULL_DIALECT: Dialect = { format: "json_schema", limit: "max_completion_tokens", temperature: true };

const NEXT_FORMAT = { json_schema: "json_object", json_object: "none", none: null } as const;
const NEXT_LIMIT = { max_completion_tokens: "max_tokens", max_tokens: "none", none: null } as const;

/** Statuses that servers use for a parameter that they do not know. */
const REFUSALS: readonly number[] = [400, 422, 501];

/**
 * The next simpler dialect when the refusal names a part in use, or `null` when it is about something else.
 * Every step removes something, so a caller that repeats until `null` ends.
 */
export function simplerDialect(dialect: Dialect, refusal: { status: number | null; words: string }): Dialect | null {
  if (refusal.status === null || !REFUSALS.includes(refusal.status)) return null;
  const words = refusal.words.toLowerCase();
  if (dialect.temperature && words.includes("temperature")) return { ...dialect, temperature: false };
  const limit = NEXT_LIMIT[dialect.limit];
  if (limit !== null && /max_(?:completion_)?tokens/u.test(words)) return { ...dialect, limit };
  const format = NEXT_FORMAT[dialect.format];
  if (format !== null && /response_format|json_schema|json_object|schema/u.test(words)) return { ...dialect, format };
  return null;
}

/** The body of a chat completion in this dialect, for one model. */
export function requestBody(request: ModelRequest, model: string, dialect: Dialect) {
  return {
    model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    ...formatField(request, dialect),
    ...(dialect.limit === "none" ? {} : { [dialect.limit]: request.maxOutputTokens }),
    ...(dialect.temperature ? { temperature: 0 } : {}),
  };
}

function formatField({ schema }: ModelRequest, { format }: Dialect) {
  if (format === "none") return {};
  if (format === "json_object") return { response_format: { type: "json_object" as const } };
  const strict = { name: schema.name, strict: true, schema: { ...schema.schema } };
  return { response_format: { type: "json_schema" as const, json_schema: strict } };
}
