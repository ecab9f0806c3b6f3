import { z } from "zod";
import { nearest } from "../domain/nearest.ts";
import { repositoryConfigSchema } from "./repository-config.ts";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What is wrong with the value that was given, without its subject: the allowed values or the nearest known key. */
export function explainIssue(issue: z.core.$ZodIssue, given: unknown): string {
  if (issue.code === "unrecognized_keys") return explainKey(String(issue.keys[0]), knownKeys(issue.path));
  if (issue.code === "invalid_value") return explainValue(issue.values.map(String), given);
  if (issue.code === "invalid_type") return explainType(EXPECTED[issue.expected] ?? issue.expected, given);
  if (issue.code === "too_small") return `must ${explainBound(issue.origin, `at least ${issue.minimum}`)}`;
  if (issue.code === "too_big") return `must ${explainBound(issue.origin, `at most ${issue.maximum}`)}`;
  return `is not valid (${issue.message})`;
}

const EXPECTED: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "a group of keys",
  record: "a group of keys",
  string: "text",
};

function explainKey(key: string, known: readonly string[]): string {
  const close = nearest(key, known);
  if (close !== null) return `is not a known key (did you mean ${close}?)`;
  return `is not a known key${known.length > 0 ? ` (known here: ${known.join(", ")})` : ""}`;
}

function explainBound(origin: string, bound: string): string {
  if (origin === "string") return `have ${bound} characters`;
  return origin === "array" ? `have ${bound} entries` : `be ${bound}`;
}

function explainValue(allowed: readonly string[], given: unknown): string {
  if (given === undefined) return `is missing; write one of ${allowed.join(", ")}`;
  if (allowed.length === 1) return `must be ${allowed.join("")}, not ${show(given)}`;
  const close = typeof given === "string" ? nearest(given, allowed) : null;
  const question = close === null ? "" : `did you mean ${close}? `;
  return `cannot be ${show(given)} (${question}allowed: ${allowed.join(", ")})`;
}

function explainType(expected: string, given: unknown): string {
  if (given === undefined) return `is missing; it must be ${expected}`;
  if (given === null) return "is empty; delete the line or give it a value";
  return `must be ${expected}, not ${show(given)}`;
}

function show(given: unknown): string {
  if (Array.isArray(given)) return "a list";
  if (typeof given === "object") return given === null ? "empty" : "a group of keys";
  const text = JSON.stringify(given) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The keys that the schema allows at a path; empty where any key may stand. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  const root: JsonSchema = z.toJSONSchema(repositoryConfigSchema, { io: "input" });
  const place = path.reduce<JsonSchema | null>(childAt, root);
  return Object.keys(place?.properties ?? {});
}

function childAt(schema: JsonSchema | null, key: PropertyKey): JsonSchema | null {
  const child = typeof key === "number" ? schema?.items : schema?.properties?.[String(key)];
  return typeof child === "object" && !Array.isArray(child) ? child : null;
}
