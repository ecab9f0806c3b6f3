import { describe, expect, it } from "vitest";
import type { TraceFields, Traces } from "../../src/ports/traces.ts";
import { traceJobs } from "../../src/worker/traced-jobs.ts";
import { traceModel } from "../../src/worker/traced-model.ts";
import { buildCommandJob, buildReviewJob } from "../builders/job.ts";
import { scriptModel } from "../fakes/scripted-model.ts";

const never = new AbortController().signal;

function fakeTraces() {
  const ran: { name: string; fields: TraceFields }[] = [];
  const traces: Traces = {
    async run(name, fields, work) {
      const one = { name, fields };
      ran.push(one);
      return work((more) => {
        one.fields = { ...one.fields, ...more };
      });
    },
    record: () => undefined,
    stop: async () => undefined,
  };
  return { ran, traces };
}

describe("traceJobs", () => {
  it("follows each job by its numbers, not by its names or words", async () => {
    const { ran, traces } = fakeTraces();
    const done: string[] = [];
    const note = (name: string) => async () => void done.push(name);
    const handlers = traceJobs(
      {
        review: note("review"),
        command: note("command"),
        merge: note("merge"),
        failedCommand: note("failedCommand"),
        abandoned: note("abandoned"),
      },
      traces,
    );
    await handlers.review(buildReviewJob(), never);
    await handlers.command(buildCommandJob(), never);
    await handlers.failedCommand(buildCommandJob(), never);
    await handlers.abandoned(buildReviewJob(), never);
    await handlers.merge({ ...buildReviewJob(), mergeSha: "m" }, never);
    expect(done).toEqual(["review", "command", "failedCommand", "abandoned", "merge"]);
    const fields = { installationId: 11, repositoryId: 22, number: 7 };
    expect(ran).toEqual(
      ["review", "command", "failed command", "abandoned review", "merge"].map((name) => ({ name, fields })),
    );
  });
});

describe("traceModel", () => {
  it("notes what a call used, and nothing that was said", async () => {
    const { ran, traces } = fakeTraces();
    const model = traceModel(scriptModel({ rank: { verdicts: [] } }), traces);
    const schema = { name: "rank", schema: {} };
    const messages = [{ role: "user", content: "secret code" }] as const;
    await model.complete({ tier: "critic", messages: [...messages], schema, maxOutputTokens: 1, signal: never });
    expect(ran).toEqual([
      {
        name: "model",
        fields: { stage: "rank", tier: "critic", outcome: "ok", inputTokens: 100, cachedTokens: 0, outputTokens: 20 },
      },
    ]);
  });
});
