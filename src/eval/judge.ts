import { execFileSync } from "node:child_process";
import { isComplete } from "../domain/coverage.ts";
import type { ThreatReport } from "../domain/report.ts";
import { isNew, type Threat } from "../domain/threat.ts";
import { modelModule } from "../facts/code/module-model.ts";
import { extensionOf } from "../facts/file-role.ts";
import { languageFor } from "../facts/languages/languages.ts";
import { isSameFamily } from "./cwe-families.ts";
import type { Case, Expected } from "./manifest.ts";

/** Lines on either side of an expected place that still count as that place. */
const LINES_AROUND = 5;

/** What became of one expected threat. */
export interface Judged {
  readonly expected: Expected;
  readonly atLine: boolean;
  readonly inFile: boolean;
  /** Place of the threat that names it among the new ones, from 1; `null` when none does. */
  readonly rank: number | null;
  /** Why it was missed, or `null`. */
  readonly miss: string | null;
}

/** The mechanical judgement of one case. */
export interface Verdict {
  readonly primary: readonly Judged[];
  readonly fresh: readonly Threat[];
  readonly gating: number;
  readonly badQuotes: number;
  readonly isComplete: boolean;
  /** New threats of the way there that come out as resolved on the way back, and what that way introduces. */
  readonly reverse: { readonly resolved: number; readonly introduced: readonly string[] };
}

/** Compares the report of one direction with what is known of the change. */
export function judgeChange(known: Case, directory: string, report: ThreatReport): Omit<Verdict, "reverse"> {
  const fresh = report.threats.filter(({ effect }) => isNew(effect));
  const primary = known.expected_threats.filter((expected) => expected.primary);
  return {
    primary: primary.map((expected) => judgeOne(expected, fresh, report, directory)),
    fresh,
    gating: report.gate.failing.length,
    badQuotes: countBadQuotes(directory, report),
    isComplete: isComplete(report.coverage),
  };
}

/** Compares the reports of both directions with what is known of the change. */
export function judge(known: Case, directory: string, report: ThreatReport, reverse: ThreatReport): Verdict {
  const there = judgeChange(known, directory, report);
  const gone = new Set(reverse.threats.filter(({ effect }) => !isNew(effect)).map(keyOf));
  return {
    ...there,
    reverse: {
      resolved: there.fresh.filter((threat) => gone.has(keyOf(threat))).length,
      introduced: reverse.threats.filter(({ effect }) => isNew(effect)).map(({ kind }) => kind),
    },
  };
}

function keyOf({ kind, element }: Threat): string {
  return `${kind} ${element}`;
}

function judgeOne(expected: Expected, fresh: readonly Threat[], report: ThreatReport, directory: string): Judged {
  const window = windowOf(expected, directory, report.headSha);
  const inFile = fresh.filter((threat) => threat.evidence.some(({ path }) => path === expected.file));
  const here = inFile.filter((threat) => overlaps(threat, expected.file, window));
  const rank = fresh.findIndex((threat) => here.includes(threat) && isExpectedWeakness(threat, expected)) + 1;
  const atLine = rank > 0;
  return {
    expected,
    atLine,
    rank: atLine ? rank : null,
    inFile: inFile.some((threat) => isExpectedWeakness(threat, expected)),
    miss: atLine ? null : missReason(expected, here, report),
  };
}

/** The expected lines with some around them, or the function around them when that is larger. */
function windowOf({ file, lines: [first, last] }: Expected, directory: string, sha: string): [number, number] {
  const language = languageFor(extensionOf(file));
  const near: [number, number] = [first - LINES_AROUND, last + LINES_AROUND];
  if (language === null) return near;
  const text = show(directory, `${sha}:${file}`);
  const { functions } = modelModule({ path: file, side: "head", text }, language);
  const around = functions.filter(({ node }) => node.startLine <= first && node.endLine >= last);
  const innermost = around.toSorted((a, b) => b.node.startLine - a.node.startLine)[0]?.node;
  return innermost ? [Math.min(near[0], innermost.startLine), Math.max(near[1], innermost.endLine)] : near;
}

function overlaps({ evidence }: Threat, file: string, [first, last]: readonly [number, number]): boolean {
  return evidence.some(
    ({ side, path, startLine, endLine }) => side === "head" && path === file && startLine <= last && endLine >= first,
  );
}

function isExpectedWeakness(threat: Threat, expected: Expected): boolean {
  const wanted = expected.cwe.map((id) => Number(id.replace("CWE-", "")));
  return threat.cwe.some((id) => wanted.some((other) => isSameFamily(id, other)));
}

function missReason(expected: Expected, here: readonly Threat[], { coverage }: ThreatReport): string {
  const row = coverage.files.find(({ path }) => path === expected.file);
  if (here.length > 0) return `another weakness was named there: ${here.map(({ kind }) => kind).join(", ")}`;
  if (!row) return "the file is not among the changed ones";
  if (row.state !== "analysed") return `${row.state}: ${row.reason ?? ""}`;
  return "the file was read, and no kind applies at these lines";
}

/** Quotes that are not in the blob at the named lines; a masked secret is compared up to the mask. */
function countBadQuotes(directory: string, report: ThreatReport): number {
  const evidence = report.threats.flatMap((threat) => threat.evidence);
  return evidence.filter(({ path, side, startLine, endLine, quote, match }) => {
    const text = show(directory, `${side === "base" ? report.mergeBaseSha : report.headSha}:${path}`);
    const lines = text.split(/\r?\n/u).slice(startLine - 1, endLine);
    const stands = lines.join("\n");
    const isThere = quote.includes("<secret:") ? stands.startsWith(quote.split("<secret:")[0] ?? "") : stands === quote;
    return !isThere || match !== "exact";
  }).length;
}

function show(directory: string, object: string): string {
  return execFileSync("git", ["-C", directory, "show", object], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}
