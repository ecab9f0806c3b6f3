/**
 * Edits real changes in ways that say nothing new, and counts the threats whose id comes or goes by it:
 * `node evals/identity.ts CASES [--mutations N] [--seed S]`, where CASES holds one two-commit repository per case.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readLocalChange } from "../src/adapters/local-git/local-change.ts";
import { createFactSource } from "../src/adapters/reader-process/fact-source.ts";
import { createSecretScanner } from "../src/adapters/secretlint/secret-scanner.ts";
import { loadCatalogue } from "../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../src/config/repository-config.ts";
import type { ChangedFile, ChangeSet } from "../src/domain/change-set.ts";
import { diffTexts } from "../src/domain/hunks.ts";
import type { ThreatReport } from "../src/domain/report.ts";
import { isNew } from "../src/domain/threat.ts";
import { analyze } from "../src/pipeline/analyze.ts";
import { systemClock } from "../src/ports/clock.ts";
import { READER_PROGRAM } from "../src/reader-program.ts";
import { INDENTED, type Mutation, shifted, SPACED, TRAILING, WINDOWS_LINES } from "../test/builders/mutations.ts";
import { moved } from "../test/builders/moved.ts";

const SIGNAL = new AbortController().signal;
const TOOLS = {
  scanner: createSecretScanner(),
  factSource: createFactSource(READER_PROGRAM),
  catalogue: loadCatalogue(),
  model: null,
  clock: systemClock,
  progress: () => undefined,
  signal: SIGNAL,
};

/** The same numbers for the same seed (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = Math.trunc(state + 0x6d2b79f5);
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = ReturnType<typeof randomFrom>;

interface Case {
  readonly name: string;
  readonly change: ChangeSet;
  readonly report: ThreatReport;
}

async function review(change: ChangeSet, previous: ThreatReport | null): Promise<ThreatReport> {
  return (await analyze(change, DEFAULT_CONFIG, { previous, decisions: [] }, TOOLS)).report;
}

/** Cases without a threat have no id to lose. */
async function readCases(root: string): Promise<Case[]> {
  const cases: Case[] = [];
  for (const name of readdirSync(root).toSorted()) {
    const range = { directory: join(root, name), base: "base", head: "main", worktree: false, cacheDirectory: null };
    const change = await readLocalChange(range, SIGNAL);
    const report = await review(change, null);
    if (report.threats.length > 0) cases.push({ name, change, report });
  }
  return cases;
}

/** An edit of a change, and what it is called. */
interface Edit {
  readonly name: string;
  readonly change: ChangeSet;
}

function editOf(change: ChangeSet, random: Random): Edit {
  if (random(6) === 0) return { name: "moved", change: moved(change) };
  const mutations = [shifted(1 + random(60)), SPACED, INDENTED, WINDOWS_LINES, TRAILING];
  const names: string[] = [];
  const files = change.files.map((file) => {
    const mutation = random(3) === 0 ? undefined : mutations[random(mutations.length)];
    if (!mutation || !file.head) return file;
    names.push(`${mutation.name} in ${file.path}`);
    return edited(file, mutation);
  });
  return { name: names.join(", "), change: { ...change, headSha: "c".repeat(40), files } };
}

function edited(file: ChangedFile, mutation: Mutation): ChangedFile {
  if (!file.head) return file;
  const text = mutation.apply(file.head.text, file.path);
  const hunks = diffTexts(file.base?.text ?? "", text) ?? [];
  return { ...file, head: { sha: `${mutation.name} of ${file.head.sha}`, text }, hunks };
}

/** Ids that a report has and the other lacks, of threats that stand; what was there before the change has no story yet. */
function missing(one: ThreatReport, other: ThreatReport): string[] {
  const ids = new Set(other.threats.map(({ id }) => id));
  const open = one.threats.filter(({ effect }) => isNew(effect));
  return open.filter(({ id }) => !ids.has(id)).map(({ id, kind }) => `${id} ${kind}`);
}

const options = { mutations: { type: "string", default: "200" }, seed: { type: "string", default: "1" } } as const;
const { positionals, values } = parseArgs({ allowPositionals: true, options });
const random = randomFrom(Number(values.seed));
const cases = await readCases(positionals[0] ?? ".");
let [compared, churn] = [0, 0];
for (let round = 0; round < Number(values.mutations); round += 1) {
  const known = cases[round % cases.length];
  if (!known) break;
  const edit = editOf(known.change, random);
  const report = await review(edit.change, known.report);
  const lost = missing(known.report, report);
  const gained = missing(report, known.report);
  compared += known.report.threats.length;
  churn += lost.length + gained.length;
  for (const one of lost) process.stdout.write(`${known.name}: ${one} is gone: ${edit.name}\n`);
  for (const one of gained) process.stdout.write(`${known.name}: ${one} is new: ${edit.name}\n`);
}
process.stdout.write(
  `${values.mutations} mutations of ${cases.length} changes (seed ${values.seed}), ${compared} ids compared: ${churn} came or went\n`,
);
