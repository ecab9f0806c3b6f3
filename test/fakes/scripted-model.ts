import type { LanguageModel, ModelAnswer, ModelRequest } from "../../src/ports/language-model.ts";

/** What a scripted model says to one request: a value to send as JSON, a text, or a whole answer. */
export type Line = string | object | { readonly answer: Partial<ModelAnswer> };
type ByRequest = (request: ModelRequest) => Line;
type Script = Line | readonly Line[] | ByRequest;

export interface ScriptedModel extends LanguageModel {
  /** Every request, in order. */
  readonly requests: readonly ModelRequest[];
}

/**
 * A model that answers from a script, by stage (the schema's name): one line for every request, a list with one per
 * request, or a function. A request without a line fails the test.
 */
export function scriptModel(script: Readonly<Record<string, Script>> = {}): ScriptedModel {
  const requests: ModelRequest[] = [];
  const asked = new Map<string, number>();
  return {
    label: "scripted",
    requests,
    async complete(request) {
      requests.push(request);
      const stage = request.schema.name;
      const turn = asked.get(stage) ?? 0;
      asked.set(stage, turn + 1);
      return toAnswer(lineFor(script[stage], request, turn));
    },
  };
}

function lineFor(script: Script | undefined, request: ModelRequest, turn: number): Line {
  const line = typeof script === "function" ? script(request) : Array.isArray(script) ? script[turn] : script;
  if (line === undefined) throw new Error(`No line for request ${turn + 1} of ${request.schema.name}.`);
  return line;
}

function toAnswer(line: Line): ModelAnswer {
  const given = typeof line === "object" && "answer" in line ? line.answer : null;
  const text = typeof line === "string" ? line : JSON.stringify(line);
  return {
    outcome: "ok",
    text: given ? "" : text,
    usage: { inputTokens: 100, cachedTokens: 0, outputTokens: 20 },
    seconds: 0.5,
    detail: null,
    ...given,
  };
}
