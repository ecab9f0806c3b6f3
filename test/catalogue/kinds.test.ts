import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { KIND_IDS } from "../../src/catalogue/kinds.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import type { ChangeSet } from "../../src/domain/change-set.ts";
import { assessRisk, atLeast } from "../../src/domain/risk.ts";
import { isOfLoss } from "../../src/domain/threat-kind.ts";
import { isNew, type ThreatCandidate } from "../../src/domain/threat.ts";
import { ground } from "../../src/pipeline/stages/ground.ts";
import { reverseChange } from "../builders/change-set.ts";
import { changeBetween, FIXTURES, readFixture } from "../builders/kind-fixtures.ts";
import { groundTools } from "../builders/ground-tools.ts";

const KINDS = fileURLToPath(new URL("../../src/catalogue/kinds/", import.meta.url));
const CATALOGUE = loadCatalogue();

/** `expect.json` beside a pair: other kinds of high severity that the introduced case shows as well. */
const expectationSchema = z.strictObject({ alsoHigh: z.array(z.enum(KIND_IDS)) });

function readChange(kind: string, name: "introduced" | "safe"): ChangeSet {
  return changeBetween(readFixture(kind, name));
}

async function candidatesOf(change: ChangeSet): Promise<readonly ThreatCandidate[]> {
  const { candidates } = await ground(change, DEFAULT_CONFIG, groundTools(CATALOGUE));
  return candidates;
}

function alsoHigh(kind: string): readonly string[] {
  const path = join(FIXTURES, kind, "expect.json");
  return existsSync(path) ? expectationSchema.parse(JSON.parse(readFileSync(path, "utf8"))).alsoHigh : [];
}

function isHigh({ effect, factors }: ThreatCandidate): boolean {
  return isNew(effect) && atLeast(assessRisk(factors).severity, "high");
}

describe("a kind about the loss of something", () => {
  it.each(
    CATALOGUE.kinds.filter(({ lostControl, elements }) => lostControl !== undefined && elements.includes("process")),
  )("says so in its id: $id", ({ id }) => {
    expect(isOfLoss(id)).toBe(true);
  });

  it("is not one about what is missing", () => {
    expect(isOfLoss("missing-authentication")).toBe(false);
  });
});

describe.each([...KIND_IDS])("%s", (kind) => {
  it("is found where the change introduces it", async () => {
    const candidates = await candidatesOf(readChange(kind, "introduced"));
    const own = candidates.filter((candidate) => candidate.kind === kind);
    expect(own.map(({ effect }) => effect)).toEqual([expect.stringMatching(/^(introduced|mitigation_weakened)$/u)]);
    expect(own[0]?.title).not.toMatch(/[{}]/u);
    const others = candidates.filter((candidate) => candidate.kind !== kind && isHigh(candidate));
    expect(others.map((other) => other.kind).toSorted()).toEqual(alsoHigh(kind).toSorted());
  });

  it("stays silent on code that only looks like it", async () => {
    const change = readChange(kind, "safe");
    expect(change.files).not.toEqual([]);
    const candidates = await candidatesOf(change);
    expect(candidates.filter((candidate) => candidate.kind === kind && isNew(candidate.effect))).toEqual([]);
    expect(candidates.filter(isHigh).map((candidate) => candidate.kind)).toEqual([]);
  });

  it("is resolved by the reverse change", async () => {
    const candidates = await candidatesOf(reverseChange(readChange(kind, "introduced")));
    const own = candidates.filter((candidate) => candidate.kind === kind);
    expect(own.map(({ effect }) => effect)).toEqual(["resolved"]);
  });
});

describe("the list of kinds", () => {
  it("names every file, and every kind has a pair of fixtures", () => {
    const files = readdirSync(KINDS).map((name) => name.replace(/\.yaml$/u, ""));
    expect(files.toSorted()).toEqual([...KIND_IDS].toSorted());
    expect(readdirSync(FIXTURES).toSorted()).toEqual([...KIND_IDS].toSorted());
  });

  it("yields only to kinds that exist", () => {
    const ids = new Set<string>(KIND_IDS);
    expect(CATALOGUE.kinds.flatMap(({ yieldsTo }) => yieldsTo).filter((id) => !ids.has(id))).toEqual([]);
  });

  it("says what to do and how to test it in words that fit a comment", () => {
    for (const { statement, title } of CATALOGUE.kinds) {
      expect(title.endsWith(".")).toBe(false);
      expect(statement.action).toMatch(/^[a-z]/u);
    }
  });
});
