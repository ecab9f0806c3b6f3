import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createConnection } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryDirectory } from "../builders/git-repository.ts";
import { LAUNCHER, runThreatdiff } from "./run-threatdiff.ts";

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const open = await new Promise<boolean>((done) => {
      const socket = createConnection(port, "127.0.0.1", () => done(true));
      socket.on("error", () => done(false)).on("connect", () => socket.destroy());
    });
    if (open) return;
    await new Promise((done) => setTimeout(done, 100));
  }
}

describe("threatdiff serve", () => {
  it("says what is missing with status 2", async () => {
    const outcome = await runThreatdiff(["serve"], { directory: temporaryDirectory() });
    expect(outcome).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining("APP_ID is missing") });
  });

  it("listens until it is asked to stop, and then ends in order", async () => {
    const port = await freePort();
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const child = spawn(process.execPath, [LAUNCHER, "serve"], {
      stdio: "ignore",
      env: {
        PATH: process.env["PATH"],
        APP_ID: "1",
        PRIVATE_KEY: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
        WEBHOOK_SECRET: randomBytes(32).toString("hex"),
        GITHUB_API_URL: "http://127.0.0.1:9",
        PORT: String(port),
        THREATDIFF_DATA: join(temporaryDirectory(), "data"),
      },
    });
    const ended = new Promise((done) => child.on("close", done));
    await untilListening(port, child);
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  }, 90_000);
});
