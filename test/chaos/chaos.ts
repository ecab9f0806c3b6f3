import { parseArgs } from "node:util";
import { runChaos } from "./run-chaos.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "20" },
    "pull-requests": { type: "string" },
    seed: { type: "string", default: "1" },
    store: { type: "string", default: "pglite" },
    format: { type: "string", default: "text" },
  },
});

const kills = countOf(values.kills, "--kills");
const store = values.store;
if (store !== "pglite" && store !== "postgres") fail("--store takes pglite or postgres.");

const result = await runChaos({
  kills,
  pullRequests: countOf(values["pull-requests"] ?? String(Math.max(5, Math.ceil(kills / 2))), "--pull-requests"),
  seed: countOf(values.seed, "--seed"),
  store: store === "postgres" ? "postgres" : "pglite",
  progress: (line) => process.stderr.write(`${line}\n`),
});
if (values.format === "json") process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
else for (const [name, value] of Object.entries(result)) process.stdout.write(`${name}: ${JSON.stringify(value)}\n`);
process.stderr.write(`To see the same again: --seed ${values.seed} --kills ${kills} --store ${store}\n`);
const broken =
  result.lost + result.duplicateReviews + result.duplicateComments + result.unfinishedChecks + result.violations.length;
process.exit(broken === 0 ? 0 : 1);

function countOf(text: string, option: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) fail(`${option} takes a whole number.`);
  return count;
}

function fail(problem: string): never {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
}
