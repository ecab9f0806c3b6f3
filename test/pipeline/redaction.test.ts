import { describe, expect, it } from "vitest";
import { createSecretScanner } from "../../src/adapters/secretlint/secret-scanner.ts";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { analyze } from "../../src/pipeline/analyze.ts";
import { renderPublication } from "../../src/render/publication.ts";
import { renderJson } from "../../src/render/json.ts";
import { buildChange } from "../builders/change-set.ts";
import { IN_PROCESS } from "../builders/ground-tools.ts";
import { SECRETS } from "../builders/secrets.ts";
import { scriptModel } from "../fakes/scripted-model.ts";

const CATALOGUE = loadCatalogue();
const ROUTE =
  'import { app } from "./app.js";\n\napp.get("/run", (request, response) => response.send(eval(request.query.code)));\n';

describe("a secret in a change", () => {
  it.each(SECRETS)("reaches no model, trace, report or review: %s", async (_, path, text, secret) => {
    const planted = `${text}\n`;
    const change = buildChange({
      title: text,
      body: text,
      files: {
        [`src/${path}`]: { base: planted, head: `${planted}\n${planted}` },
        "src/route.js": { head: ROUTE },
        ["src/gone.txt"]: { base: planted },
      },
      context: { [`lib/${path}`]: planted },
    });
    const kept: string[] = [];
    const model = scriptModel({
      summarize: { items: [], questions: [] },
      enumerate: { suspicions: [], needs: [`src/${path}`, `lib/${path}`], threats: [] },
      rank: { verdicts: [] },
      "suggest-fixes": { fixes: [], tests: [] },
    });
    const answers = { recall: async () => null, keep: async (...given: string[]) => void kept.push(...given) };
    const { report, trace } = await analyze(
      change,
      DEFAULT_CONFIG,
      { previous: null, decisions: [] },
      {
        factSource: IN_PROCESS,
        scanner: createSecretScanner(),
        catalogue: CATALOGUE,
        model,
        answers,
        clock: { now: () => new Date("2026-11-23T12:00:00Z") },
        progress: () => {},
        signal: new AbortController().signal,
      },
    );
    expect(model.requests.length).toBeGreaterThan(0);
    const publication = renderPublication(report, change, { ...DEFAULT_CONFIG.review, channel: null }, null);
    const everything = JSON.stringify([model.requests, trace, kept, renderJson(report), publication]);
    for (const line of secret.split("\n")) expect(everything).not.toContain(line);
  });

  it("is planted in at least forty shapes", () => {
    expect(SECRETS.length).toBeGreaterThanOrEqual(40);
  });
});
