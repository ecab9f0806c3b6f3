import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";

const KINDS = loadCatalogue().kinds;

/** MITRE's list as of CWE 4.15, with what each weakness may be used for. */
const weaknessSchema = z.record(
  z.string(),
  z.object({
    Mapping_Notes: z.object({ Usage: z.string() }),
    Related_Attack_Patterns: z.unknown().optional(),
  }),
);
const dictionary = createRequire(import.meta.url).resolve("cwe-sdk/raw/cwe-dictionary.json");
const WEAKNESSES = weaknessSchema.parse(JSON.parse(readFileSync(dictionary, "utf8")));

/** Weaknesses that may be mapped to and are newer than that list. */
const NEWER = new Set([1427, 1428, 1429, 1431, 1434]);
const USABLE = new Set(["Allowed", "Allowed-with-Review"]);

/** Attack patterns that MITRE relates to any weakness. */
const PATTERNS = new Set(
  Object.values(WEAKNESSES).flatMap(({ Related_Attack_Patterns: related }) =>
    [...JSON.stringify(related ?? "").matchAll(/"@_CAPEC_ID":"(\d+)"/gu)].map(([, id]) => Number(id)),
  ),
);

/** Requirements of ASVS 5.0.0: how many each section of each chapter has. */
const REQUIREMENTS: Readonly<Record<string, readonly number[]>> = {
  1: [2, 10, 12, 3, 3],
  2: [3, 3, 5, 2],
  3: [1, 3, 5, 8, 8, 1, 5],
  4: [5, 5, 2, 4],
  5: [1, 6, 3, 3],
  6: [3, 12, 8, 6, 8, 4, 2, 4],
  7: [3, 4, 2, 5, 3, 2],
  8: [4, 4, 3, 2],
  9: [3, 4],
  10: [2, 3, 5, 16, 5, 2, 3],
  11: [4, 5, 5, 4, 2, 2, 2],
  12: [5, 2, 5],
  13: [4, 6, 4, 7],
  14: [2, 8, 3],
  15: [5, 5, 7, 4],
  16: [1, 5, 4, 3, 4],
  17: [2, 8, 2],
};

function isRequirement(id: string): boolean {
  const [chapter = "", section = "", requirement = ""] = id.replace("v5.0.0-", "").split(".");
  return Number(requirement) >= 1 && Number(requirement) <= (REQUIREMENTS[chapter]?.[Number(section) - 1] ?? 0);
}

/** Ids of one list that run from 1 to 10. */
function isOfTen(id: string): boolean {
  const number = Number(/^(?:A|API|LLM|ASI|CICD-SEC-)(\d{1,2})/u.exec(id)?.[1] ?? 0);
  return number >= 1 && number <= 10;
}

describe.each(KINDS)("the ids of $id", ({ cwe, capec, asvs, owasp }) => {
  it("name weaknesses that exist and that findings may be mapped to", () => {
    const refused = cwe.filter((id) => !NEWER.has(id) && !USABLE.has(usage(id) ?? "unknown"));
    expect(refused).toEqual([]);
  });

  it("name attack patterns, requirements and risks that exist", () => {
    expect(capec.filter((id) => !PATTERNS.has(id))).toEqual([]);
    expect(asvs.filter((id) => !isRequirement(id))).toEqual([]);
    expect(owasp.filter((id) => !isOfTen(id))).toEqual([]);
    expect(owasp.length).toBeGreaterThan(0);
  });
});

function usage(id: number): string | undefined {
  return WEAKNESSES[id]?.Mapping_Notes.Usage;
}

it("refuses what is discouraged, prohibited or unknown", () => {
  expect([usage(20), usage(200), usage(16), usage(89)]).toEqual(["Discouraged", "Discouraged", undefined, "Allowed"]);
  expect(isRequirement("v5.0.0-8.2.4")).toBe(true);
  expect([isRequirement("v5.0.0-8.2.5"), isRequirement("v5.0.0-18.1.1"), isOfTen("A11:2025")]).toEqual([
    false,
    false,
    false,
  ]);
});
