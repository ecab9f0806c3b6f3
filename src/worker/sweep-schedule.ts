import { setTimeout as sleep } from "node:timers/promises";
import { sweep, type SweepTools } from "./sweeper.ts";

/** GitHub keeps deliveries that long. */
const LONGEST_LOOK_BACK_MS = 72 * 3_600_000;
const USUAL_LOOK_BACK_MS = 6 * 3_600_000;

/** A sweep that takes longer is left to itself when the process stops: each of its parts can be done again. */
const LONGEST_END_MS = 2_000;

/** Sweeps at once and then regularly, in one process at a time; returns what ends it, which waits a little for a running sweep. */
export function startSweeping(tools: SweepTools, everySeconds: number): () => Promise<void> {
  let running = sweep(tools, before(tools, LONGEST_LOOK_BACK_MS));
  const timer = setInterval(() => {
    running = running.then(async () => sweepInTurn(tools, everySeconds));
  }, everySeconds * 1_000);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await Promise.race([running, sleep(LONGEST_END_MS, undefined, { ref: false })]);
  };
}

async function sweepInTurn(tools: SweepTools, everySeconds: number): Promise<void> {
  const isOurs = await tools.store.claimSweep(everySeconds / 2).catch(() => false);
  if (isOurs) await sweep(tools, before(tools, USUAL_LOOK_BACK_MS));
}

function before({ clock }: SweepTools, milliseconds: number): Date {
  return new Date(clock.now().getTime() - milliseconds);
}
