import { type ChildProcess, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { ThreatModelError } from "../../domain/errors.ts";
import type { FileFacts } from "../../domain/fact.ts";
import type { ReadMessage, ReadRequest } from "./messages.ts";

/** More than any change that is read needs; a file that wants more ends its process. */
const HEAP_MEGABYTES = 512;
/** Trees live for one file: a larger nursery is never given back and makes nothing faster. */
const YOUNG_MEGABYTES = 16;
const WATCH_MS = 50;
const PAGE_BYTES = 4_096;
const TICK_MS = 10;
/** A process that gets no processor does not hang: on the clock so many times the limit may pass. */
const PATIENCE = 4;

/** One process that parses files. It gets no environment, and may neither write files nor start programs. */
export interface ReaderChild {
  readonly isAlive: () => boolean;
  read(request: ReadRequest, limits: ReadLimits): Promise<ReadOutcome>;
  end(): void;
}

export interface ReadLimits {
  /** Longest time of the processor, or where nobody counts it of the clock, without a sign of life. */
  readonly silenceMs: number;
  /** Most memory of the process; a parser takes its own beside the heap. */
  readonly mostMegabytes: number;
  readonly signal: AbortSignal;
}

/** All facts, or the file version on which the process ended. */
export type ReadOutcome =
  | { readonly facts: readonly FileFacts[] }
  | { readonly lostOn: string | null; readonly reason: string };

/** Starts a reader process; `program` is the file that it runs. */
export function startReader(program: URL): ReaderChild {
  const child = fork(program, {
    env: {},
    execArgv: [
      "--permission",
      "--allow-fs-read=*",
      "--allow-addons",
      "--no-warnings",
      "--expose-gc",
      `--max-old-space-size=${HEAP_MEGABYTES}`,
      `--max-semi-space-size=${YOUNG_MEGABYTES}`,
    ],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  hold(child, false);
  return {
    isAlive: () => child.connected,
    read: async (request, limits) => ask(child, request, limits),
    end: () => void child.kill("SIGKILL"),
  };
}

async function ask(child: ChildProcess, request: ReadRequest, limits: ReadLimits): Promise<ReadOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadOutcome>();
  let version: string | null = null;
  const lose = (reason: string) => {
    child.kill("SIGKILL");
    resolve({ lostOn: version, reason });
  };
  let heard = { at: performance.now(), processorMs: processorMsOf(child) };
  const isLate = () => {
    const silentMs = performance.now() - heard.at;
    const [before, now] = [heard.processorMs, processorMsOf(child)];
    const usedMs = before === null || now === null ? silentMs : now - before;
    return usedMs > limits.silenceMs || silentMs > limits.silenceMs * PATIENCE;
  };
  const onMessage = (message: ReadMessage) => {
    if (message.type === "done") return resolve({ facts: message.facts });
    if (message.type === "failed") return reject(new ThreatModelError("stage", message.reason));
    version = message.version;
    heard = { at: performance.now(), processorMs: processorMsOf(child) };
  };
  const onExit = () => lose("the parser crashed on it");
  const watch = setInterval(() => {
    if (megabytesOf(child) > limits.mostMegabytes) lose(`it took more than ${limits.mostMegabytes} MB of memory`);
    if (isLate()) lose(`it took longer than ${Math.round(limits.silenceMs / 1_000)} seconds`);
  }, WATCH_MS);
  const onAbort = () => {
    child.kill("SIGKILL");
    reject(limits.signal.reason);
  };
  child.on("message", onMessage).once("exit", onExit).once("error", onExit);
  limits.signal.addEventListener("abort", onAbort, { once: true });
  hold(child, true);
  child.send(request);
  try {
    return await promise;
  } finally {
    clearInterval(watch);
    child.off("message", onMessage).off("exit", onExit).off("error", onExit);
    limits.signal.removeEventListener("abort", onAbort);
    hold(child, false);
  }
}

/** Memory that a process holds, where the system tells; nothing elsewhere. */
function megabytesOf({ pid }: ChildProcess): number {
  try {
    const [, pages = "0"] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ");
    return (Number(pages) * PAGE_BYTES) / 1_048_576;
  } catch {
    return 0;
  }
}

/** Time that the processor gave to a process, where the system tells; `null` elsewhere. */
function processorMsOf({ pid }: ChildProcess): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [user, system] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13)
      .map(Number);
    return ((user ?? 0) + (system ?? 0)) * TICK_MS;
  } catch {
    return null;
  }
}

/** An idle reader must not keep the process that started it alive. */
function hold(child: ChildProcess, isBusy: boolean): void {
  if (isBusy) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
