/**
 * Undoes security fixes of real repositories and counts where the rules tell it: `node evals/undone.ts MIRRORS [--part learnt|held]
 * [--language NAME]`. MIRRORS holds `owner+name/repo`, bare and with history; `undone-fixes.json` names the fixes.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { ThreatReport } from "../src/domain/report.ts";
import { atLeast } from "../src/domain/risk.ts";
import { isNew } from "../src/domain/threat.ts";
import { reviewCommit } from "./review-commit.ts";

const fixesSchema = z.object({
  fixes: z.array(
    z.object({
      repo: z.string(),
      fix: z.string(),
      language: z.string(),
      part: z.enum(["learnt", "held"]),
    }),
  ),
});
/** True for a report that tells something new of medium severity or above. */
function tellsSomething({ threats }: ThreatReport): boolean {
  return threats.some(({ effect, risk }) => isNew(effect) && atLeast(risk.severity, "medium"));
}

async function main(): Promise<void> {
  const options = { part: { type: "string" }, language: { type: "string" } } as const;
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const [mirrors] = positionals;
  if (!mirrors) {
    process.stderr.write("usage: node evals/undone.ts MIRRORS [--part learnt|held] [--language NAME]\n");
    process.exitCode = 2;
    return;
  }
  const { fixes } = fixesSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, "undone-fixes.json"), "utf8")));
  const totals = { fixes: 0, absent: 0, unread: 0, told: 0, gating: 0 };
  for (const fix of fixes) {
    if (values.part !== undefined && values.part !== fix.part) continue;
    if (values.language !== undefined && values.language !== fix.language) continue;
    totals.fixes += 1;
    const directory = join(mirrors, fix.repo.replace("/", "+"), "repo");
    if (!existsSync(directory)) {
      totals.absent += 1;
      continue;
    }
    const parent = execFileSync("git", ["-C", directory, "rev-parse", `${fix.fix}^`])
      .toString()
      .trim();
    const report = await reviewCommit(directory, { sha: fix.fix, parent }, true);
    if (typeof report === "string") totals.unread += 1;
    else {
      const told = tellsSomething(report);
      totals.told += Number(told);
      totals.gating += Number(report.gate.failing.length > 0);
      if (told) process.stdout.write(`${fix.repo}@${fix.fix.slice(0, 10)}\n`);
    }
  }
  process.stdout.write(`${JSON.stringify(totals)}\n`);
}

await main();
