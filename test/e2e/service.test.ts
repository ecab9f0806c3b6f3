import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { APP_NEEDS } from "../../src/adapters/github/needs.ts";
import { pushFiles } from "../../src/demo/emulator/developer.ts";
import { type GitHubEmulator, startEmulator } from "../../src/demo/emulator/emulator.ts";
import { freePort } from "../../src/demo/emulator/serve.ts";
import { type ChatServer, startChatServer } from "../fakes/chat-server.ts";

const WHERE = { owner: "ann", repo: "shop" };
const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const WAIT = { timeout: 30_000, interval: 100 };
/** Stands in code, words and comments; no log line may ever have it. */
const PLANTED = "planted-a81c3f";

const BASE = {
  ".github/workflows/ci.yml":
    "on: pull_request\npermissions: read-all\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n",
};
const CHANGED = {
  ".github/workflows/ci.yml": `on: pull_request_target\npermissions: write-all\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo "\${{ github.event.pull_request.title }}" # ${PLANTED}\n`,
  "src/a.ts": `export const password = "${PLANTED}";\n`,
};

let github: GitHubEmulator;
let data: string;
let pulls = 0;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  github = await startEmulator({ ...WHERE, files: BASE, app: APP_NEEDS });
});
afterAll(() => github.close());
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "threatdiff-e2e-"));
});
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
  rmSync(data, { recursive: true, force: true });
});

interface Service {
  readonly child: ChildProcess;
  readonly url: string;
  output(): string;
  readonly exited: Promise<number | null>;
}

function start(port: number, more: Record<string, string> = {}): Service {
  const env: Record<string, string | undefined> = {
    PATH: process.env["PATH"],
    APP_ID: String(github.app.id),
    PRIVATE_KEY: github.app.privateKey,
    WEBHOOK_SECRET: github.app.webhookSecret,
    GITHUB_API_URL: github.url,
    THREATDIFF_DATA: data,
    PORT: String(port),
    LOG_LEVEL: "trace",
    ...more,
  };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const exited = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return { child, url: `http://127.0.0.1:${port}`, output: () => output, exited };
}

async function startReady(more: Record<string, string> = {}): Promise<Service> {
  const service = start(await freePort(), more);
  await vi.waitFor(async () => expect((await fetch(`${service.url}/readyz`)).status, service.output()).toBe(200), WAIT);
  github.deliveries.target(`${service.url}/api/github/webhooks`);
  return service;
}

async function openPull(): Promise<{ number: number; headSha: string }> {
  pulls += 1;
  const branch = `change-${pulls}`;
  const headSha = await pushFiles(github.as("ann"), { ...WHERE, branch, files: CHANGED });
  const pull = { ...WHERE, title: PLANTED, body: PLANTED, head: branch, base: "main" };
  const { data: opened } = await github.as("ann").rest.pulls.create(pull);
  return { number: opened.number, headSha };
}

async function checkOf(headSha: string) {
  const { data: checks } = await github.as("ann").rest.checks.listForRef({ ...WHERE, ref: headSha });
  expect(checks.check_runs.length).toBeLessThanOrEqual(1);
  return checks.check_runs[0];
}

async function reviewsOf(number: number): Promise<number> {
  const { data: reviews } = await github.as("ann").rest.pulls.listReviews({ ...WHERE, pull_number: number });
  return reviews.filter((review) => review.body !== "").length;
}

/** A model that never answers, and says how often it was asked. */
function silentModel(): Promise<ChatServer> {
  return startChatServer(() => {});
}

const modelAt = (chat: ChatServer) => ({ OPENAI_BASE_URL: chat.url, THREATDIFF_MODEL: "silent" });

describe("the service", { timeout: 90_000 }, () => {
  it("reviews a pull request once, obeys a command, stops in order, and logs no code at any level", async () => {
    const service = await startReady();
    const { number, headSha } = await openPull();
    await vi.waitFor(async () => expect((await checkOf(headSha))?.status).toBe("completed"), WAIT);
    expect((await checkOf(headSha))?.conclusion).toBe("failure");
    expect(await reviewsOf(number)).toBe(1);

    const body = `/threatmodel explain T-AAAAAAAA\n${PLANTED}`;
    await github.as("ann").rest.issues.createComment({ ...WHERE, issue_number: number, body });
    await vi.waitFor(async () => {
      const { data: comments } = await github.as("ann").rest.issues.listComments({ ...WHERE, issue_number: number });
      expect(comments.filter((comment) => comment.body?.includes("There is no `T-AAAAAAAA`"))).toHaveLength(1);
    }, WAIT);

    service.child.kill("SIGTERM");
    expect(await service.exited).toBe(0);
    expect(readdirSync(data)).toEqual(["database"]);
    const lines = service.output().trim().split("\n");
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), msg: expect.any(String) });
    const written = service.output();
    expect(written).toContain("A review was published");
    for (const secret of [
      PLANTED,
      github.app.webhookSecret,
      github.app.privateKey.split("\n")[3] ?? "",
      "ghs_",
      "write-all",
    ]) {
      expect(secret).not.toBe("");
      expect(written).not.toContain(secret);
    }
  });

  it("does not open a database that another service has open", async () => {
    const first = await startReady();
    const second = start(await freePort());
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain(`held by process ${first.child.pid}`);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  });

  it("returns a review that cannot finish when it stops, and does it at the next start", async () => {
    await using chat = await silentModel();
    const first = await startReady({ ...modelAt(chat), THREATDIFF_STOP_SECONDS: "1" });
    const { number, headSha } = await openPull();
    await vi.waitFor(() => expect(chat.bodies.length).toBeGreaterThan(0), WAIT);
    first.child.kill("SIGTERM");
    await vi.waitFor(async () => expect((await fetch(`${first.url}/readyz`)).status).toBe(503), WAIT);
    expect(await first.exited).toBe(0);
    expect((await checkOf(headSha))?.status).toBe("in_progress");

    await startReady();
    await vi.waitFor(async () => expect((await checkOf(headSha))?.status).toBe("completed"), WAIT);
    expect(await reviewsOf(number)).toBe(1);
  });

  it("takes a review up again after it was killed", async () => {
    await using chat = await silentModel();
    const first = await startReady(modelAt(chat));
    const { number, headSha } = await openPull();
    await vi.waitFor(() => expect(chat.bodies.length).toBeGreaterThan(0), WAIT);
    first.child.kill("SIGKILL");
    await first.exited;

    await startReady();
    await vi.waitFor(async () => expect((await checkOf(headSha))?.status).toBe("completed"), WAIT);
    expect(await reviewsOf(number)).toBe(1);
  });

  it("drops a review for a newer commit, and reviews that one", async () => {
    await using chat = await silentModel();
    await startReady(modelAt(chat));
    const { headSha } = await openPull();
    await vi.waitFor(() => expect(chat.bodies.length).toBeGreaterThan(0), WAIT);
    const asked = chat.bodies.length;
    const files = { "src/a.ts": "export const a = 2;\n" };
    const newer = await pushFiles(github.as("ann"), { ...WHERE, branch: `change-${pulls}`, files });
    await vi.waitFor(async () => expect((await checkOf(headSha))?.conclusion).toBe("cancelled"), WAIT);
    await vi.waitFor(async () => expect((await checkOf(newer))?.status).toBe("in_progress"), WAIT);
    await vi.waitFor(() => expect(chat.bodies.length).toBeGreaterThan(asked), WAIT);
  });

  it("says what is missing and how to get it when nothing is set", async () => {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env["PATH"] },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let output = "";
    child.stderr.on("data", (chunk) => (output += String(chunk)));
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(2);
    expect(output).toContain("APP_ID is missing");
    expect(output).toContain("https://github.com/settings/apps/new?");
  });
});

describe("traces", () => {
  it("follow a review to a collector, without a word of the change", async () => {
    const bodies: string[] = [];
    const collector = createServer(async (request, response) => {
      bodies.push(await text(request));
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
    const port = await freePort();
    await new Promise<void>((resolve) => collector.listen(port, "127.0.0.1", resolve));
    const service = await startReady({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    const { headSha } = await openPull();
    await vi.waitFor(async () => expect((await checkOf(headSha))?.status).toBe("completed"), WAIT);
    service.child.kill("SIGTERM");
    await service.exited;
    collector.closeAllConnections();
    collector.close();
    const sent = bodies.join("\n");
    const names = ["review", "ground", "github", "GET /repos/{owner}/{repo}/pulls/{pull_number}"];
    for (const name of names) expect(sent).toContain(JSON.stringify(name));
    expect(sent).not.toContain(PLANTED);
    expect(sent).not.toContain(WHERE.repo);
  });
});
