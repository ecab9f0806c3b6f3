import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRepository, temporaryDirectory } from "../builders/git-repository.ts";
import { sendCompletion, startChatServer } from "../fakes/chat-server.ts";
import { runThreatdiff } from "./run-threatdiff.ts";

const SAFE = `import { db, app } from "./app.js";\n\napp.get("/find", async (request, response) => {\n  response.json(await db.query("SELECT 1"));\n});\n`;
const QUERY = "  response.json(await db.query(`SELECT id FROM items WHERE name = '${request.query.name}'`));";
const UNSAFE = SAFE.replace('  response.json(await db.query("SELECT 1"));', QUERY);

const SILENT: Readonly<Record<string, object>> = {
  enumerate: { suspicions: ["all of it"], needs: [], threats: [] },
  rank: { verdicts: [] },
  "suggest-fixes": { fixes: [], tests: [] },
};

/** One vulnerable and one harmless case, with what is known of them. */
function twoCases() {
  const root = temporaryDirectory();
  for (const [id, head] of [
    ["bad", UNSAFE],
    ["good", `${SAFE}\nexport const limit = 10;\n`],
  ] as const) {
    const repository = createRepository();
    repository.write("src/find.js", SAFE);
    repository.commit("Before");
    repository.git("branch", "base");
    repository.write("src/find.js", head);
    repository.commit("After");
    repository.git("clone", "-q", repository.directory, join(root, id));
    repository.git("-C", join(root, id), "fetch", "-q", "origin", "base:base");
  }
  const expected = { file: "src/find.js", lines: [4, 4], cwe: ["CWE-89"], primary: true };
  const cases = [
    { id: "bad", kind: "vulnerable", expected_threats: [expected] },
    { id: "good", kind: "benign", expected_threats: [] },
  ];
  writeFileSync(join(root, "manifest.json"), JSON.stringify({ cases }));
  return { root, options: ["--cases", root, "--manifest", join(root, "manifest.json"), "--format", "json"] };
}

describe("threatdiff eval", () => {
  it("measures the rules alone", async () => {
    const { options } = twoCases();
    const { status, stdout } = await runThreatdiff(["eval", "--offline", ...options]);
    expect(status).toBe(0);
    const { cases, totals } = JSON.parse(stdout);
    expect(cases).toMatchObject([
      { id: "bad", primaryCaught: 1, primaryExpected: 1, calls: 0, inputTokens: 0, badQuotes: 0 },
      { id: "good", threats: [], primaryExpected: 0 },
    ]);
    expect(totals).toMatchObject({ primaryCaught: 1, publishedOnQuietCases: 0, hallucinated: 0, failed: 0 });
  });

  it("reviews what was vulnerable undone as well, which must bring nothing", async () => {
    const { options } = twoCases();
    const { stdout } = await runThreatdiff(["eval", "--offline", "--pairs", ...options]);
    const { cases, totals } = JSON.parse(stdout);
    expect(cases.map(({ undone }: { undone: number | null }) => undone)).toEqual([0, null]);
    expect(totals).toMatchObject({ pairs: 1, correctPairs: 1 });
  });

  it("records what a model answered, and replays it without one", async () => {
    const { root, options } = twoCases();
    const recordings = join(root, "recordings");
    const variables: Record<string, string> = { THREATDIFF_MODEL: "m-1" };
    let calls = 0;
    {
      await using server = await startChatServer((response, body) => {
        const stage = /"name":"([\w-]+)","strict"/u.exec(JSON.stringify(body.response_format ?? {}))?.[1] ?? "";
        sendCompletion(response, JSON.stringify(SILENT[stage]));
      });
      variables["OPENAI_BASE_URL"] = server.url;
      const asked = await runThreatdiff(["eval", "--record", recordings, ...options], { variables });
      calls = JSON.parse(asked.stdout).totals.calls;
      expect(calls).toBeGreaterThan(0);
      expect(server.bodies.length).toBeGreaterThan(0);
    }
    expect(readdirSync(join(recordings, "bad")).length).toBeGreaterThan(0);
    for (const name of readdirSync(join(recordings, "bad"))) {
      expect(readFileSync(join(recordings, "bad", name), "utf8")).not.toContain("SELECT id");
    }
    const replayed = await runThreatdiff(["eval", "--replay", recordings, "--runs", "2", ...options]);
    const { cases, totals } = JSON.parse(replayed.stdout);
    expect(cases[0]).toMatchObject({ primaryCaught: 1, complete: true, stable: 1, everSeen: 1 });
    expect(totals).toMatchObject({ calls, inputTokens: 0 });
  }, 60_000);

  it("says what it needs", async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "cases"));
    const outcome = await runThreatdiff(["eval", "--cases", "cases"], { directory });
    expect(outcome).toMatchObject({ status: 2, stderr: expect.stringContaining("--manifest FILE") });
  });
});
