/**
 * Runs the rules over the commits of a real repository, each against its first parent:
 * `node evals/history.ts REPOSITORY [--last N] [--matching REGEX] [--not-matching REGEX] [--reverse] [--paths GLOB…]`.
 * Ordinary commits should bring nothing; with `--matching` and `--reverse`, commits that fixed a weakness should bring it back.
 */
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import type { ThreatReport } from "../src/domain/report.ts";
import { isNew } from "../src/domain/threat.ts";
import { type Commit, reviewCommit } from "./review-commit.ts";

interface NamedCommit extends Commit {
  readonly subject: string;
}

interface Selection {
  readonly last: number;
  readonly matching: RegExp | null;
  readonly notMatching: RegExp | null;
  readonly paths: readonly string[];
}

function commitsOf(repository: string, { last, matching, notMatching, paths }: Selection): NamedCommit[] {
  const format = ["--no-merges", "--format=%H %P%x09%s", "--", ...paths];
  const output = execFileSync("git", ["-C", repository, "log", ...format], { maxBuffer: 256 * 1024 * 1024 }).toString();
  const commits = output.split("\n").flatMap((line) => {
    const [ids = "", subject = ""] = line.split("\t");
    const [sha, parent] = ids.split(" ");
    return sha && parent ? [{ sha, parent, subject }] : [];
  });
  const fits = ({ subject }: NamedCommit) =>
    (matching?.test(subject) ?? true) && !(notMatching?.test(subject) ?? false);
  return commits.filter(fits).slice(0, last);
}

function describe(report: ThreatReport): string {
  const fresh = report.threats.filter(({ effect }) => isNew(effect));
  return fresh
    .map(({ kind, risk, confidence, evidence: [first] }) => {
      return `    ${kind} (${risk.severity}, ${confidence}) ${first?.path}:${first?.startLine}\n`;
    })
    .join("");
}

function asRegex(text: string | undefined): RegExp | null {
  return text === undefined ? null : new RegExp(text, "iu");
}

async function main(): Promise<void> {
  const options = {
    last: { type: "string", default: "100" },
    matching: { type: "string" },
    "not-matching": { type: "string" },
    reverse: { type: "boolean", default: false },
    paths: { type: "string", multiple: true, default: [] as string[] },
  } as const;
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [repository] = positionals;
  if (!repository) {
    process.stderr.write("usage: node evals/history.ts REPOSITORY [--last N] [--matching REGEX] [--reverse]\n");
    process.exitCode = 2;
    return;
  }
  const commits = commitsOf(repository, {
    last: Number(values.last),
    matching: asRegex(values.matching),
    notMatching: asRegex(values["not-matching"]),
    paths: values.paths,
  });
  const totals = { commits: 0, unread: 0, withThreats: 0, gating: 0, incomplete: 0 };
  for (const commit of commits) {
    const report = await reviewCommit(repository, commit, values.reverse);
    totals.commits += 1;
    if (typeof report === "string") {
      totals.unread += 1;
      continue;
    }
    const lines = describe(report);
    if (lines !== "") totals.withThreats += 1;
    if (report.gate.failing.length > 0) totals.gating += 1;
    if (!report.gate.complete) totals.incomplete += 1;
    const gate = report.gate.failing.length > 0 ? " GATE" : "";
    if (lines !== "")
      process.stdout.write(`${commit.sha.slice(0, 10)} ${commit.subject.slice(0, 90)}${gate}\n${lines}`);
  }
  process.stdout.write(`${JSON.stringify(totals)}\n`);
}

await main();
