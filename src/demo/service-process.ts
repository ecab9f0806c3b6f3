import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "./emulator/serve.ts";

const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 15_000;

/** The service as its own process, built if there is a build, as it would run anywhere. */
export interface ServiceProcess {
  readonly url: string;
  /** Everything that it logged so far. */
  log(): string;
  /** Kills it as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to stop and waits; resolves to its exit code. */
  stop(): Promise<number | null>;
}

/**
 * Starts the service and waits until it is ready.
 * Throws with the last lines of its log when it exits or is not ready within a minute.
 */
export async function startService(environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const port = await freePort();
  const built = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
  const entry = existsSync(built) ? built : fileURLToPath(new URL("../main.ts", import.meta.url));
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env["PATH"], HOST: "127.0.0.1", PORT: String(port), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const keep = (chunk: Buffer) => {
    log += chunk.toString("utf8");
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, url, () => log);
  return { url, log: () => log, kill: () => killProcess(child), stop: () => stopProcess(child) };
}

async function waitUntilReady(child: ChildProcess, url: string, log: () => string): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await isReady(url)) return;
    await sleep(100);
  }
  child.kill("SIGKILL");
  throw new Error(`The service did not start:\n${log().split("\n").slice(-15).join("\n")}`);
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  await exited;
}

async function stopProcess(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE_MS);
  const code = await exited;
  clearTimeout(timer);
  return code;
}
