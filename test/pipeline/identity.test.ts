import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { KIND_IDS } from "../../src/catalogue/kinds.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import type { ChangeSet } from "../../src/domain/change-set.ts";
import type { ThreatReport } from "../../src/domain/report.ts";
import { analyze } from "../../src/pipeline/analyze.ts";
import { buildChange, buildChangedFile } from "../builders/change-set.ts";
import { IN_PROCESS } from "../builders/ground-tools.ts";
import { changeBetween, readFixture } from "../builders/kind-fixtures.ts";
import { moved } from "../builders/moved.ts";
import { INDENTED, type Mutation, shifted, SPACED, TRAILING, WINDOWS_LINES } from "../builders/mutations.ts";

const CATALOGUE = loadCatalogue();
const MUTATIONS: readonly Mutation[] = [shifted(1), shifted(40), SPACED, INDENTED, WINDOWS_LINES, TRAILING];

async function review(change: ChangeSet, previous: ThreatReport | null = null): Promise<ThreatReport> {
  const { report } = await analyze(
    change,
    DEFAULT_CONFIG,
    { previous, decisions: [] },
    {
      scanner: { scan: async () => [] },
      factSource: IN_PROCESS,
      catalogue: CATALOGUE,
      model: null,
      clock: { now: () => new Date(0) },
      progress: () => undefined,
      signal: new AbortController().signal,
    },
  );
  return report;
}

function idsOf({ threats }: ThreatReport): string[] {
  return threats.map(({ id, kind, effect }) => `${id} ${kind} ${effect}`).toSorted();
}

function openIds({ threats }: ThreatReport): string[] {
  return threats.filter(({ effect }) => effect !== "resolved").map(({ id }) => id);
}

/** The head of the change with every file edited in a way that says nothing new. */
function mutated(change: ChangeSet, mutation: Mutation): ChangeSet {
  const files = change.files.map(({ path, base, head }) =>
    buildChangedFile(path, {
      ...(base && { base: base.text }),
      ...(head && { head: mutation.apply(head.text, path) }),
    }),
  );
  return { ...change, headSha: "c".repeat(40), files };
}

describe.each([...KIND_IDS])("the threats of %s", (kind) => {
  const change = changeBetween(readFixture(kind, "introduced"));

  it("keep their ids through every edit of lines and layout", async () => {
    const before = idsOf(await review(change));
    for (const mutation of MUTATIONS) {
      expect(idsOf(await review(mutated(change, mutation))), mutation.name).toEqual(before);
    }
  });

  it("keep their ids when their files move", async () => {
    const before = await review(change);
    expect(openIds(await review(moved(change), before)).toSorted()).toEqual(openIds(before).toSorted());
  });

  it("are no news when only lines and layout change", async () => {
    const { head } = readFixture(kind, "introduced");
    for (const mutation of MUTATIONS) {
      const files = [...head].map(([path, text]) => [path, { base: text, head: mutation.apply(text, path) }] as const);
      const { threats, summary } = await review(buildChange({ files: Object.fromEntries(files) }));
      expect([mutation.name, ...threats.map(({ effect }) => effect).filter((one) => one !== "pre_existing")]).toEqual([
        mutation.name,
      ]);
      expect(summary).toEqual([]);
    }
  });
});

it("gives the same report, byte for byte, five times", async () => {
  const change = changeBetween(readFixture("missing-ownership-check", "introduced"));
  const reports = await Promise.all(Array.from({ length: 5 }, async () => JSON.stringify(await review(change))));
  expect(new Set(reports).size).toBe(1);
});
