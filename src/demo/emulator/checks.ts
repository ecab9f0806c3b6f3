import type { Hono } from "hono";
import { page } from "./pull-requests.ts";
import { bodyOf, isObject, type Json, mapJson, refused, type Upstream } from "./upstream.ts";

const MOST_ANNOTATIONS = 50;
const LONGEST_TEXT = 65_535;

/** Check runs whose annotations add up over several requests, and which refuse what GitHub refuses. */
export function checkRoutes(app: Hono, upstream: Upstream): void {
  const annotations = new Map<number, Json[]>();

  app.post("/repos/:owner/:repo/check-runs", async ({ req }) => {
    const body = await bodyOf(req.raw);
    const problem = outputProblem(body["output"]);
    if (problem !== null) return refused(problem);
    return mapJson(await upstream.forward(req.raw, body), (data) => {
      if (isObject(data)) annotations.set(Number(data["id"]), annotationsIn(body));
      return data;
    });
  });

  app.patch("/repos/:owner/:repo/check-runs/:check{[0-9]+}", async ({ req }) => {
    const body = await bodyOf(req.raw);
    const problem = outputProblem(body["output"]);
    if (problem !== null) return refused(problem);
    const id = Number(req.param("check"));
    const standing = await upstream.read(new URL(req.url).pathname);
    const finished = isObject(standing) && standing["status"] === "completed";
    if (finished && body["status"] !== undefined && body["status"] !== "completed") {
      return refused("a completed check run cannot be opened again");
    }
    const all = [...(annotations.get(id) ?? []), ...annotationsIn(body)];
    const { output } = body;
    const whole = isObject(output) ? { ...body, output: { ...output, annotations: all } } : body;
    const response = await upstream.forward(req.raw, whole);
    if (response.ok) annotations.set(id, all);
    return response;
  });

  app.get("/repos/:owner/:repo/check-runs/:check{[0-9]+}/annotations", async ({ req }) => {
    const allowed = await upstream.forward(req.raw);
    return allowed.ok ? page(new URL(req.url), annotations.get(Number(req.param("check"))) ?? []) : allowed;
  });
}

function annotationsIn({ output }: Json): Json[] {
  const list = isObject(output) ? output["annotations"] : null;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function outputProblem(output: unknown): string | null {
  if (!isObject(output)) return null;
  if (annotationsIn({ output }).length > MOST_ANNOTATIONS) return "annotations must NOT have more than 50 items";
  const long = ["summary", "text"].find((key) => isTooLong(output[key]));
  return long === undefined ? null : `${long} must NOT have more than ${LONGEST_TEXT} characters`;
}

function isTooLong(text: unknown): boolean {
  return typeof text === "string" && text.length > LONGEST_TEXT;
}
