import { describe, expect, it } from "vitest";
import { decideGate } from "../../src/domain/gate.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { ENGINE_VERSION } from "../../src/config/version.ts";
import type { ThreatReport } from "../../src/domain/report.ts";
import { markLate } from "../../src/pipeline/late-findings.ts";
import { buildEmptyReport } from "../builders/empty-report.ts";
import { buildEvidence, buildThreat } from "../builders/threat.ts";

const BLOB = buildEvidence().blobSha;
const CATALOGUE = "1";
const fromModel = buildThreat({ origin: "model", corroboration: ["model", "critic", "second"] });

/** An earlier review that read the file with this blob. */
function earlier(given: Partial<ThreatReport> = {}, headSha: string | null = BLOB): ThreatReport {
  const report = buildEmptyReport();
  const files = [{ path: "src/invoices.ts", state: "analysed" as const, reason: null, matters: true, headSha }];
  const run = { ...report.run, engine: ENGINE_VERSION, catalogue: CATALOGUE };
  return { ...report, run, coverage: { files, cells: [], gaps: [] }, ...given };
}

const isLate = (threat = fromModel, previous: ThreatReport | null = earlier()) =>
  markLate([threat], previous, CATALOGUE)[0]?.late;

describe("markLate", () => {
  it("marks what a model finds only now in code that was read before, and keeps the mark", () => {
    expect(isLate()).toBe(true);
    expect(isLate(fromModel, earlier({ threats: [{ ...fromModel, late: true }] }))).toBe(true);
  });

  it("marks nothing at the first review, and nothing that was said before", () => {
    expect(isLate(fromModel, null)).toBe(false);
    expect(isLate(fromModel, earlier({ threats: [fromModel] }))).toBe(false);
  });

  it("marks nothing in code that changed, or that nobody had read to the end", () => {
    expect(isLate(fromModel, earlier({}, "e".repeat(40)))).toBe(false);
    expect(isLate(fromModel, earlier({ coverage: { files: [], cells: [], gaps: [] } }))).toBe(false);
    const { gate } = earlier();
    expect(isLate(fromModel, earlier({ gate: { ...gate, complete: false } }))).toBe(false);
  });

  it("marks what a rule finds only where the rules are others by now", () => {
    expect(isLate(buildThreat())).toBe(false);
    const { run } = earlier();
    expect(isLate(buildThreat(), earlier({ run: { ...run, catalogue: "0" } }))).toBe(true);
  });

  it("keeps the gate open for what is late", () => {
    const { coverage } = earlier();
    const gateOf = (late: boolean) => decideGate([{ ...fromModel, late }], coverage, DEFAULT_CONFIG.gate).conclusion;
    expect([gateOf(false), gateOf(true)]).toEqual(["failure", "success"]);
  });
});
