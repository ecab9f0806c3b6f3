import { setTimeout as sleep } from "node:timers/promises";
import { createLeftCheckCloser, LOOK_SECONDS } from "./left-checks.ts";
import { sweep, type SweepTools } from "./sweeper.ts";

/** GitHub keeps deliveries that long. */
const LONGEST_LOOK_BACK_MS = 72 * 3_600_000;
const USUAL_LOOK_BACK_MS = 6 * 3_600_000;

/** A sweep that takes longer is left to itself when the process stops: each of its parts can be done again. */
const LONGEST_END_MS = 2_000;

/**
 * Sweeps at once and then regularly, and looks more often for checks that were left behind, in one process at a time;
 * returns what ends it, which waits a little for what runs.
 */
export function startSweeping(tools: SweepTools, everySeconds: number): () => Promise<void> {
  const { store, log } = tools;
  const lookSeconds = Math.min(everySeconds, LOOK_SECONDS);
  const closeLeft = createLeftCheckCloser(tools);
  const look = async () => {
    if (await store.claimTurn("checks", lookSeconds / 2)) await closeLeft();
  };
  const ends = [
    repeat(lookSeconds, Promise.resolve(), async () => {
      await look().catch((error: unknown) =>
        log.warn({ error }, "Checks that were left behind could not be looked for"),
      );
    }),
    repeat(everySeconds, sweep(tools, before(tools, LONGEST_LOOK_BACK_MS)), async () =>
      sweepInTurn(tools, everySeconds),
    ),
  ];
  return async () => {
    const ended = Promise.all(ends.map((end) => end()));
    await Promise.race([ended, sleep(LONGEST_END_MS, undefined, { ref: false })]);
  };
}

/** Does `work` every so many seconds, never twice at a time; returns what ends that and waits for what runs. */
function repeat(seconds: number, first: Promise<void>, work: () => Promise<void>): () => Promise<void> {
  let running = first;
  const timer = setInterval(() => {
    running = running.then(work);
  }, seconds * 1_000);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function sweepInTurn(tools: SweepTools, everySeconds: number): Promise<void> {
  const isOurs = await tools.store.claimTurn("sweep", everySeconds / 2).catch(() => false);
  if (isOurs) await sweep(tools, before(tools, USUAL_LOOK_BACK_MS));
}

function before({ clock }: SweepTools, milliseconds: number): Date {
  return new Date(clock.now().getTime() - milliseconds);
}
