import { describe, expect, it } from "vitest";
import { CodeHostError, StageError, StoreError } from "../../src/domain/errors.ts";
import { createLog } from "../../src/log.ts";
import { createReviewWorker } from "../../src/worker/review-worker.ts";
import { buildChange } from "../builders/change-set.ts";
import { buildEmptyReport } from "../builders/empty-report.ts";
import { buildReviewJob } from "../builders/job.ts";
import { buildEvidence, buildThreat } from "../builders/threat.ts";
import { buildTools } from "./worker-fixture.ts";

const CODE = 'const password = "planted-in-code";';
const TOKEN = `ghs_${"7".repeat(40)}`;
const files = { "src/a.ts": { base: "", head: `${CODE}\n` } };

/** Runs one job at the most talkative level; the analysis ends as given. */
async function logOf(end: "report" | Error): Promise<string> {
  const written: string[] = [];
  const log = createLog("trace", { write: (line: string) => written.push(line) });
  const report = buildEmptyReport({
    threats: [buildThreat({ title: CODE, evidence: [buildEvidence({ quote: CODE })] })],
  });
  const { tools, host } = buildTools({ log, analyze: async () => (end === "report" ? report : Promise.reject(end)) });
  host.change = buildChange({ title: CODE, body: TOKEN, files });
  await createReviewWorker(tools)(buildReviewJob(), new AbortController().signal).catch((error: unknown) =>
    log.error({ error, err: error, body: CODE, headers: { authorization: TOKEN } }, "A job failed"),
  );
  return written.join("");
}

describe("the log of a job", () => {
  it.each<[string, "report" | Error]>([
    ["that is published", "report"],
    ["whose stage fails on the code", new StageError("ground", new SyntaxError(`Unexpected: ${CODE}`))],
    [
      "that fails with a foreign error",
      Object.assign(new TypeError(CODE), { request: { body: CODE }, code: CODE, token: TOKEN }),
    ],
    [
      "that must be tried again",
      new CodeHostError("publish", "GitHub is away", { cause: new Error(`${CODE} ${TOKEN}`) }),
    ],
    ["whose database is away", new StoreError("The database is away", new Error(`insert into run values ('${CODE}')`))],
  ])("%s has neither code nor tokens at any level", async (_, end) => {
    const written = await logOf(end);
    expect(written).toContain('"number":7');
    expect(written).not.toContain("planted-in-code");
    expect(written).not.toContain(TOKEN);
  });
});
