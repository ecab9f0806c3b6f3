import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import type { ChangeSet } from "../../src/domain/change-set.ts";
import type { ThreatReport } from "../../src/domain/report.ts";
import { analyze } from "../../src/pipeline/analyze.ts";
import type { LanguageModel, ModelRequest } from "../../src/ports/language-model.ts";
import { renderPublication } from "../../src/render/publication.ts";
import { IN_PROCESS } from "../builders/ground-tools.ts";
import { changeWith, INJECTED_KINDS, INJECTIONS, PLACES } from "../builders/injections.ts";
import { changeBetween, readFixture } from "../builders/kind-fixtures.ts";
import { scriptModel } from "../fakes/scripted-model.ts";

const CATALOGUE = loadCatalogue();

async function review(change: ChangeSet, model: LanguageModel | null): Promise<ThreatReport> {
  const tools = { factSource: IN_PROCESS, scanner: { scan: async () => [] }, catalogue: CATALOGUE, model };
  const clock = { now: () => new Date("2026-11-23T12:00:00Z") };
  const { signal } = new AbortController();
  const memory = { previous: null, decisions: [] };
  return (await analyze(change, DEFAULT_CONFIG, memory, { ...tools, clock, progress: () => {}, signal })).report;
}

/** The first file that a request shows. */
function shownPath(request: ModelRequest): string {
  return /^\|## (\S+)/mu.exec(request.messages[1]?.content ?? "")?.[1] ?? "a.js";
}

/** Does what the words ask for: finds nothing, and refutes everything with the line that it was told to quote. */
function silentModel(words: string): LanguageModel {
  const [line = ""] = words.split("\n");
  return scriptModel({
    summarize: { items: [], questions: [words] },
    enumerate: { suspicions: [], needs: [words], threats: [] },
    rank: (request) => ({
      verdicts: Array.from({ length: 20 }, (_, index) => ({
        index: index + 1,
        checked: words,
        path: shownPath(request),
        line: 1,
        quote: line,
        disproof: "control_on_path",
        verdict: "refuted",
      })),
    }),
    "suggest-fixes": (request) => ({
      fixes: [{ index: 1, plan: words, path: shownPath(request), search: line, replace: `${line} // done` }],
      tests: [{ index: 1, code: words }],
    }),
  });
}

/** Repeats the words wherever a person may read them. */
function parrotModel(words: string, { path, quote }: { path: string; quote: string }): LanguageModel {
  const anchor = { path, side: "head", line: 1, quote };
  const prose = { attacker: words, victim: words, precondition: words, action: words, impact: words, title: words };
  const factors = {
    access: "remote_unauth",
    complexity: "trivial",
    data: "restricted",
    effect: "exec",
    tenancy: "same",
  };
  const threat = {
    ...prose,
    ...factors,
    evidence: [{ ...anchor, role: "sink" }],
    steps: [{ ...anchor, text: words }],
    mitigationsChecked: [{ control: "authn", verdict: "absent", place: words }],
    kind: "other",
    cwe: 1336,
    breakIt: words,
    mitigation: words,
    test: words,
  };
  return scriptModel({
    summarize: { items: [{ ...anchor, topic: "other", change: "added", text: words }], questions: [words] },
    enumerate: { suspicions: [words], needs: [words], threats: [threat] },
    rank: { verdicts: [] },
    "suggest-fixes": { fixes: [], tests: [] },
  });
}

interface Page {
  readonly links: readonly string[];
  /** Everything that is not code, which shows what it holds and does nothing. */
  readonly prose: string;
}

/** What becomes of the published texts on a page. */
async function pageOf(report: ThreatReport, change: ChangeSet): Promise<Page> {
  const { check, review: plan } = renderPublication(report, change, { ...DEFAULT_CONFIG.review, channel: null }, null);
  const texts = [check.title, check.summary, check.text ?? "", ...(plan?.comments.map(({ body }) => body) ?? [])];
  const html = await marked.parse(texts.join("\n\n"));
  const prose = html.replaceAll(/<code[^]*?<\/code>/gu, "");
  return { links: [...prose.matchAll(/(?:href|src)="([^"]*)"/gu)].map(([, link = ""]) => link), prose };
}

const OWN_LINK = /^https:\/\/github\.com\/acme\/shop\//u;
/** Images, scripts, people, issues and commands. */
const ACTIVE = /<(?:img|script|iframe)\b|(?<![\w.])@[a-z]|(?<![\w&])#\d|\bGH-\d|^\/[a-z]/imu;

describe.each(INJECTIONS.map((words, index) => ({ words, index })))("a change that says $words", ({ words, index }) => {
  const place = PLACES[index % PLACES.length] ?? "comment";

  it.each(INJECTED_KINDS)(`in a ${place} hides no %s from people and does nothing on their page`, async (kind) => {
    const plain = await review(changeBetween(readFixture(kind, "introduced")), null);
    const wanted = plain.threats.filter(({ id }) => plain.gate.failing.includes(id)).map((threat) => threat.kind);
    expect(wanted).toContain(kind);
    const change = changeWith(kind, words, place);
    const { path, quote } = plain.threats.find((threat) => threat.kind === kind)?.evidence[0] ?? {
      path: "",
      quote: "",
    };
    for (const model of [silentModel(words), parrotModel(words, { path, quote })]) {
      const report = await review(change, model);
      const failing = report.threats.filter(({ id }) => report.gate.failing.includes(id));
      expect(report.gate.conclusion).toBe("failure");
      expect(failing.map((threat) => threat.kind)).toEqual(expect.arrayContaining(wanted));
      const { links, prose } = await pageOf(report, change);
      expect(links.filter((link) => !OWN_LINK.test(link))).toEqual([]);
      expect(prose).not.toMatch(ACTIVE);
    }
  });
});

it("covers at least sixty ways of saying it on eight changes", () => {
  expect(new Set(INJECTIONS).size).toBeGreaterThanOrEqual(60);
  expect(INJECTED_KINDS.length).toBeGreaterThanOrEqual(8);
});
