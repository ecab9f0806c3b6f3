import { setTimeout as sleep } from "node:timers/promises";
import type { Octokit } from "@octokit/rest";
import { pushFiles } from "../../src/demo/emulator/developer.ts";
import type { GitHubEmulator } from "../../src/demo/emulator/emulator.ts";
import type { Random } from "./random.ts";

export const WHERE = { owner: "ann", repo: "shop" };
/** Many, because GitHub and the service answer a person only so often. */
export const MAINTAINERS = Array.from({ length: 60 }, (_, index) => `maintainer-${index}`);

/** A pull request as the people left it. */
export interface OpenedPull {
  readonly number: number;
  readonly branch: string;
  headSha: string;
  /** Every head that it had, also those that a forced push took away. */
  readonly heads: string[];
  closed: boolean;
  /** Comments with commands that need one reply each. */
  readonly commands: number[];
}

const GUARDED = `import express from "express";

export const app = express();

app.get("/files/:name", (request, response) => {
  response.send("nothing yet");
});
`;

/** What the repository holds before anyone opens a pull request. */
export const FILES = { "src/app.ts": GUARDED, "package.json": '{ "dependencies": { "express": "5.1.0" } }\n' };

/** A flaw that the rules see, another one each time. */
function flawed(round: number): string {
  return `import { exec } from "node:child_process";
import { readFileSync } from "node:fs";
import express from "express";

export const app = express();

app.get("/files/:name", (request, response) => {
  response.send(readFileSync(request.params.name, "utf8"));
});

app.post("/run${round}", (request, response) => {
  exec("convert " + request.query.name);
  response.end();
});
`;
}

/** What people do, and for how long. */
export interface Work {
  readonly github: GitHubEmulator;
  readonly random: Random;
  /** Pull requests that are opened at least. */
  readonly count: number;
  /** Filled with what was opened. */
  readonly pulls: OpenedPull[];
  readonly isOver: () => boolean;
}

/** Opens pull requests, pushes, comments and closes, until all are open and it is over. */
export async function work({ github, random, count, pulls, isOver }: Work): Promise<void> {
  const anyone = () => github.as(MAINTAINERS[random.between(0, MAINTAINERS.length - 1)] ?? WHERE.owner);
  for (let round = 0; pulls.length < count || !isOver(); round += 1) {
    if (pulls.length < count) pulls.push(await open(anyone(), round));
    await sleep(random.between(100, 900));
    const pull = pulls[random.between(0, pulls.length - 1)];
    if (!pull) continue;
    if (random.chance(50)) await push(anyone(), pull, { round, force: random.chance(30) });
    if (random.chance(30)) await command(anyone(), pull, random);
    if (random.chance(15)) await deliverAgain(github, random);
    if (random.chance(5)) await close(anyone(), pull);
  }
}

/** Some delivery of any age, so that events come twice and in another order. */
async function deliverAgain({ deliveries }: GitHubEmulator, random: Random): Promise<void> {
  const earlier = deliveries.sent[random.between(0, deliveries.sent.length - 1)];
  if (earlier) await deliveries.resend(earlier.number);
}

async function open(client: Octokit, round: number): Promise<OpenedPull> {
  const branch = `change-${round}`;
  const headSha = await pushFiles(client, { ...WHERE, branch, files: { "src/app.ts": flawed(round) } });
  const { data } = await client.rest.pulls.create({ ...WHERE, title: `Change ${round}`, head: branch, base: "main" });
  return { number: data.number, branch, headSha, heads: [headSha], closed: false, commands: [] };
}

async function push(
  client: Octokit,
  pull: OpenedPull,
  { round, force }: { round: number; force: boolean },
): Promise<void> {
  if (pull.closed) return;
  const files = { "src/app.ts": flawed(1_000 + round) };
  pull.headSha = await pushFiles(client, { ...WHERE, branch: pull.branch, files, force });
  pull.heads.push(pull.headSha);
}

async function command(client: Octokit, pull: OpenedPull, random: Random): Promise<void> {
  if (pull.closed) return;
  const body = random.pick(["/threatmodel status", "/threatmodel accept all because of chaos", "/threatmodel help"]);
  const { data } = await client.rest.issues.createComment({ ...WHERE, issue_number: pull.number, body });
  pull.commands.push(data.id);
}

async function close(client: Octokit, pull: OpenedPull): Promise<void> {
  if (pull.closed) return;
  pull.closed = true;
  await client.rest.pulls.update({ ...WHERE, pull_number: pull.number, state: "closed" });
}
