import { z } from "zod";
import type { ModelMessage } from "../ports/language-model.ts";
import { type WireSchema, fillNulls } from "./schemas/wire-schema.ts";

/** What a model's text holds: a value of the asked shape, or what is wrong with it in words for the model. */
export type Decoded<T> = { readonly value: T } | { readonly problem: string };

/** Longest text that is searched; answers are capped far below it. */
const MAX_TEXT = 400_000;
/** Most opening braces that are tried; prose before an answer rarely has more than a few. */
const MAX_STARTS = 50;

/** Finds JSON in a model's text, wherever it hides, and validates it. The one door for model output. */
export function decodeAnswer<T>(schema: WireSchema<T>, text: string): Decoded<T> {
  let problem = "The answer contains no JSON object.";
  let first = true;
  for (const candidate of jsonObjects(text.slice(0, MAX_TEXT))) {
    const parsed = schema.parser.safeParse(fillNulls(candidate, schema.json));
    if (parsed.success) return { value: parsed.data };
    if (first) problem = z.prettifyError(parsed.error).slice(0, 600);
    first = false;
  }
  return { problem };
}

/** The conversation that asks once more, quoting what was wrong. */
export function repairTurn(messages: readonly ModelMessage[], text: string, problem: string): ModelMessage[] {
  const instruction = [
    "That answer could not be read:",
    problem,
    "Send the whole answer again as one JSON object of the shape that was asked for, and nothing else.",
  ].join("\n");
  return [
    ...messages,
    { role: "assistant", content: text.slice(0, 12_000) || "(empty)" },
    { role: "user", content: instruction },
  ];
}

/** Objects in the text, most likely first: the whole text, fenced blocks, then balanced braces. */
function* jsonObjects(raw: string): Generator<object> {
  const whole = raw.replace(/^\uFEFF/u, "").trim();
  yield* parseObject(whole);
  const spoken = withoutThinking(whole);
  if (spoken !== whole) yield* parseObject(spoken);
  for (const block of spoken.matchAll(/```[\w-]*\n([\s\S]*?)```/gu)) yield* parseObject(block[1] ?? "");
  yield* braced(spoken);
}

function withoutThinking(text: string): string {
  const closed = text.replace(/<think>[\s\S]*?<\/think>/gu, "");
  return (closed.split("</think>").at(-1) ?? "").trim();
}

function* braced(text: string): Generator<object> {
  let start = text.indexOf("{");
  for (let tries = 0; start !== -1 && tries < MAX_STARTS; tries += 1) {
    const end = balancedEnd(text, start);
    const found = end === null ? [] : parseObject(text.slice(start, end + 1));
    yield* found;
    start = text.indexOf("{", found.length > 0 && end !== null ? end + 1 : start + 1);
  }
}

/** Index of the brace that closes the one at `start`; braces inside strings do not count. One pass, whatever the text. */
function balancedEnd(text: string, start: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (character === "\\") index += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "{") depth += 1;
    else if (!quoted && character === "}") depth -= 1;
    if (depth === 0) return index;
  }
  return null;
}

function parseObject(text: string): object[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? [value] : [];
  } catch {
    return [];
  }
}
