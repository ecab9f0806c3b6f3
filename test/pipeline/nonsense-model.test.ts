import * as fc from "fast-check";
import { expect, it } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { CONTROL_NAMES } from "../../src/domain/fact.ts";
import { riskFactorsSchema } from "../../src/domain/risk.ts";
import { analyze } from "../../src/pipeline/analyze.ts";
import type { LanguageModel } from "../../src/ports/language-model.ts";
import { IN_PROCESS } from "../builders/ground-tools.ts";
import { changeBetween, readFixture } from "../builders/kind-fixtures.ts";
import { scriptModel } from "../fakes/scripted-model.ts";

const CHANGE = changeBetween(readFixture("ownership-check-removed", "introduced"));
const PATHS = [...CHANGE.files.map(({ path }) => path), "src/../x.ts", "", "/etc/passwd", "README.md"];
const { access, complexity, data, effect, tenancy } = riskFactorsSchema.shape;

const text = fc.oneof(fc.lorem(), fc.string({ unit: "grapheme", maxLength: 60 }));
const line = fc.oneof(
  fc.integer({ min: -5, max: 60 }),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
/** Lines that no file holds: each has a word of its own. */
const quote = text.map((words) => `zq${words}`);
const path = fc.constantFrom(...PATHS);
const anchor = { path, side: fc.constantFrom("head", "base"), line, quote };
const control = fc.constantFrom(...CONTROL_NAMES);

const threat = fc.record({
  evidence: fc.array(
    fc.record({ ...anchor, role: fc.constantFrom("source", "sink", "missing_control", "control", "config") }),
    { maxLength: 4 },
  ),
  steps: fc.array(fc.record({ ...anchor, text }), { maxLength: 4 }),
  attacker: text,
  victim: text,
  precondition: text,
  action: text,
  impact: text,
  mitigationsChecked: fc.array(
    fc.record({ control, verdict: fc.constantFrom("absent", "insufficient", "unknown"), place: fc.option(text) }),
    { maxLength: 3 },
  ),
  kind: fc.oneof(fc.constantFrom("other", "sql-injection", "missing-ownership-check", "nothing"), text),
  cwe: fc.oneof(fc.integer({ min: -10, max: 2_000 }), fc.constantFrom(79, 89, 639, 862)),
  title: text,
  access: fc.constantFrom(...access.options),
  complexity: fc.constantFrom(...complexity.options),
  data: fc.constantFrom(...data.options),
  effect: fc.constantFrom(...effect.options),
  tenancy: fc.constantFrom(...tenancy.options),
  breakIt: text,
  mitigation: text,
  test: text,
});

const verdict = fc.record({
  index: fc.integer({ min: -2, max: 25 }),
  checked: text,
  path: fc.option(path),
  line,
  quote: fc.option(quote),
  disproof: fc.option(
    fc.constantFrom(
      "control_on_path",
      "value_not_controlled",
      "not_reachable",
      "safe_by_construction",
      "same_before_change",
    ),
  ),
  entryPath: fc.option(path),
  entryLine: line,
  entryQuote: fc.option(quote),
  absentPath: fc.option(path),
  absentLine: line,
  absentQuote: fc.option(quote),
  verdict: fc.constantFrom("holds", "refuted"),
});

const answers = fc.record({
  summarize: fc.constant({ items: [], questions: [] }),
  enumerate: fc.record({
    suspicions: fc.array(text),
    needs: fc.option(fc.array(text)),
    threats: fc.array(threat, { maxLength: 8 }),
  }),
  rank: fc.record({ verdicts: fc.array(verdict, { maxLength: 25 }) }),
  "suggest-fixes": fc.record({
    fixes: fc.array(
      fc.record({ index: fc.integer({ min: -1, max: 8 }), plan: text, path, search: quote, replace: text }),
      { maxLength: 6 },
    ),
    tests: fc.array(fc.record({ index: fc.integer({ min: -1, max: 8 }), code: text })),
  }),
});

const CATALOGUE = loadCatalogue();

async function review(model: LanguageModel | null) {
  const tools = { factSource: IN_PROCESS, scanner: { scan: async () => [] }, catalogue: CATALOGUE, model };
  const clock = { now: () => new Date("2026-11-23T12:00:00Z") };
  const memory = { previous: null, decisions: [] };
  const { signal } = new AbortController();
  return (await analyze(CHANGE, DEFAULT_CONFIG, memory, { ...tools, clock, progress: () => {}, signal })).report;
}

it("publishes nothing of two hundred answers that are well-formed nonsense, and loses nothing of the rules", async () => {
  const alone = await review(null);
  expect(alone.threats.length).toBeGreaterThan(0);
  let proposed = 0;
  await fc.assert(
    fc.asyncProperty(answers, async (script) => {
      const { threats, gate, rejected } = await review(scriptModel(script));
      expect(threats).toEqual(alone.threats);
      expect(gate).toEqual(alone.gate);
      proposed += rejected.length;
    }),
    { numRuns: 200 },
  );
  expect(proposed).toBeGreaterThan(200);
});
