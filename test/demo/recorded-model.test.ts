import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createOpenAiModel } from "../../src/adapters/openai/openai-model.ts";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { parseRepositoryConfig } from "../../src/config/load-config.ts";
import { startRecordedModel } from "../../src/demo/recorded-model.ts";
import { readSample } from "../../src/demo/sample.ts";
import { CONFIG_PATH } from "../../src/domain/change-set.ts";
import { analyze } from "../../src/pipeline/analyze.ts";
import { systemClock } from "../../src/ports/clock.ts";
import { buildChange } from "../builders/change-set.ts";
import { IN_PROCESS } from "../builders/ground-tools.ts";

const sample = readSample();

/** The sample's pull request as a change set: what differs, and the rest as context. */
function sampleChange() {
  const paths = [...new Set([...Object.keys(sample.base), ...Object.keys(sample.head)])];
  const differs = (path: string) => sample.base[path] !== sample.head[path];
  const sides = (path: string) => ({
    ...(sample.base[path] !== undefined && { base: sample.base[path] }),
    ...(sample.head[path] !== undefined && { head: sample.head[path] }),
  });
  return buildChange({
    files: Object.fromEntries(paths.filter(differs).map((path) => [path, sides(path)])),
    context: Object.fromEntries(paths.filter((path) => !differs(path)).map((path) => [path, sample.base[path] ?? ""])),
  });
}

describe("the recorded answers", () => {
  it("are never served twice: a look that was not recorded is not answered with the first one", async () => {
    const endpoint = await startRecordedModel();
    const ask = () =>
      fetch(`${endpoint.baseUrl}/chat/completions`, {
        method: "POST",
        body: JSON.stringify({ messages: [], response_format: { json_schema: { name: "enumerate" } } }),
      });
    const answers = [await ask(), await ask(), await ask()];
    endpoint.close();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404]);
    expect(await answers[0]?.text()).not.toBe(await answers[1]?.text());
  });

  it("still fit the sample: every quote is found, fixes are proven, nothing is rejected", async () => {
    const endpoint = await startRecordedModel();
    const config = parseRepositoryConfig(sample.base[CONFIG_PATH] ?? "", CONFIG_PATH);
    const { report } = await analyze(
      sampleChange(),
      config,
      { previous: null, decisions: [] },
      {
        factSource: IN_PROCESS,
        scanner: { scan: async () => [] },
        catalogue: loadCatalogue(),
        model: createOpenAiModel({ apiKey: "recorded", baseUrl: endpoint.baseUrl, model: "recorded", tiers: {} }),
        clock: systemClock,
        progress: () => {},
        signal: new AbortController().signal,
      },
    );
    endpoint.close();
    const recorded = readdirSync(new URL("../../src/demo/recordings", import.meta.url)).filter((name) =>
      name.endsWith(".json"),
    );
    expect(report.rejected).toEqual([]);
    expect(report.coverage.gaps).toEqual([]);
    expect(report.run.calls.map(({ outcome }) => outcome)).toEqual(recorded.map(() => "ok"));
    expect(report.threats.filter(({ origin }) => origin === "model").map(({ kind }) => kind)).toEqual([
      "other/cwe-770",
    ]);
    expect(report.threats.filter(({ fix }) => fix !== null).length).toBeGreaterThanOrEqual(3);
  });
});
