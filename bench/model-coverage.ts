/**
 * What a model would be shown of ranges of one repository, without asking one: `node bench/model-coverage.ts REPOSITORY
 * BASE..HEAD…`. Prints changed files, the source files that facts or names call security-relevant, how many a plan of calls shows in
 * full, and the tokens of the code.
 */
import { loadCatalogue } from "../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../src/config/repository-config.ts";
import { readLocalChange } from "../src/adapters/local-git/local-change.ts";
import { roleOf } from "../src/facts/file-role.ts";
import { readFacts } from "../src/facts/read-facts.ts";
import { estimateTokens } from "../src/pipeline/budget.ts";
import { ground } from "../src/pipeline/stages/ground.ts";
import type { FactSource } from "../src/ports/fact-source.ts";
import type { Grounded } from "../src/pipeline/grounded.ts";
import type { ChangedFile } from "../src/domain/change-set.ts";
import { weighFile } from "../src/pipeline/model/relevance.ts";
import { planReading, surroundingsOf } from "../src/pipeline/reading-plan.ts";
import { type CallPlan, planCalls, unitsOf } from "../src/pipeline/units.ts";

/** One call of 32,000 tokens. */
const SIZE = { room: 24_400, words: 7_600 };

/** Facts or the file's name say that security has to do with it. */
function isRelevant(file: ChangedFile, grounded: Grounded): boolean {
  return weighFile(file, grounded) > NO_FACTS || NAMED.test(file.path);
}

const NAMED = /jwt|jwk|jws|csrf|cors|auth|cookie|body-limit|secure|ip-restriction|crypto|serve-static|request\.ts/u;

/** Weight of code of which facts say nothing, whatever its name. */
const NO_FACTS = 315;

const [directory, ...ranges] = process.argv.slice(2);
if (!directory || ranges.length === 0) {
  process.stderr.write("usage: node bench/model-coverage.ts REPOSITORY BASE..HEAD…\n");
  process.exit(2);
}
process.stdout.write(
  "| range | files | relevant source files | shown in full: 1 call | all calls | calls | tokens of code |\n",
);
process.stdout.write("|---|---|---|---|---|---|---|\n");
for (const range of ranges) {
  const [base = "", head = "HEAD"] = range.split("..");
  const { signal } = new AbortController();
  const change = await readLocalChange({ directory, base, head, worktree: false, cacheDirectory: null }, signal);
  const factSource: FactSource = { read: async (given) => readFacts(given) };
  const grounded = await ground(change, DEFAULT_CONFIG, { catalogue: loadCatalogue(), factSource, signal });
  const units = unitsOf(change, grounded, DEFAULT_CONFIG, surroundingsOf(change));
  const sources = new Set(
    change.files
      .filter((file) => file.hunks.length > 0 && roleOf(file.path) === "code" && isRelevant(file, grounded))
      .map(({ path }) => path),
  );
  const inFull = ({ unsent }: CallPlan) => [...sources].filter((path) => !unsent.has(path)).length;
  const whole = planReading(units, change, SIZE);
  const { calls } = whole;
  const tokens = calls.reduce((total, { text }) => total + estimateTokens(text), 0);
  const cells = [
    range,
    change.files.length,
    sources.size,
    inFull(planCalls(units, [SIZE.room])),
    inFull(whole),
    calls.length,
    tokens,
  ];
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}
