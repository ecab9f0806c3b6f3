/**
 * How `review --offline` grows with the change: `node bench/scale.ts REPOSITORY BASE..HEAD COPIES`. The range is laid
 * COPIES times, and then twice as often, into folders of a new repository; every copy is read and judged like any other.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Measure, measure } from "./measure.ts";

const IDENTITY = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid"];

interface Range {
  readonly repository: string;
  readonly base: string;
  readonly head: string;
}

/** Lays a range so many times into one repository and measures its review. */
async function measureCopies({ repository, base, head }: Range, copies: number): Promise<Measure> {
  const directory = mkdtempSync(join(tmpdir(), "threatdiff-scale-"));
  try {
    execFileSync("git", ["clone", "--quiet", "--shared", "--no-checkout", repository, directory]);
    const before = commitOf(directory, { revision: base, copies, parent: null });
    const after = commitOf(directory, { revision: head, copies, parent: before });
    return await measure(directory, before, after);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Laid {
  readonly revision: string;
  readonly copies: number;
  readonly parent: string | null;
}

function commitOf(directory: string, { revision, copies, parent }: Laid): string {
  const git = (...command: string[]) =>
    execFileSync("git", ["-C", directory, ...IDENTITY, ...command])
      .toString()
      .trim();
  git("read-tree", "--empty");
  for (let copy = 1; copy <= copies; copy += 1) git("read-tree", `--prefix=copy-${copy}/`, revision);
  return git("commit-tree", git("write-tree"), "-m", revision, ...(parent === null ? [] : ["-p", parent]));
}

const [repository = "", range = "", copies = ""] = process.argv.slice(2);
const [base = "", head = ""] = range.split("..");
const once = await measureCopies({ repository, base, head }, Number(copies));
const twice = await measureCopies({ repository, base, head }, Number(copies) * 2);
process.stdout.write("| files | seconds | peak MB of all processes |\n|---|---|---|\n");
for (const { files, seconds, megabytes } of [once, twice]) {
  process.stdout.write(`| ${files} | ${seconds.toFixed(1)} | ${Math.round(megabytes)} |\n`);
}
process.stdout.write(`t(2N)/t(N) = ${(twice.seconds / once.seconds).toFixed(2)}\n`);
