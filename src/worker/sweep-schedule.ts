import { sweep, type SweepTools } from "./sweeper.ts";

/** GitHub keeps deliveries that long. */
const LONGEST_LOOK_BACK_MS = 72 * 3_600_000;
const USUAL_LOOK_BACK_MS = 3_600_000;

/** Sweeps at once and then regularly, in one process at a time; returns what ends it, which waits for a running sweep. */
export function startSweeping(tools: SweepTools, everySeconds: number): () => Promise<void> {
  let running = sweep(tools, before(tools, LONGEST_LOOK_BACK_MS));
  const timer = setInterval(() => {
    running = running.then(async () => sweepInTurn(tools, everySeconds));
  }, everySeconds * 1_000);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function sweepInTurn(tools: SweepTools, everySeconds: number): Promise<void> {
  const isOurs = await tools.store.claimSweep(everySeconds / 2).catch(() => false);
  if (isOurs) await sweep(tools, before(tools, USUAL_LOOK_BACK_MS));
}

function before({ clock }: SweepTools, milliseconds: number): Date {
  return new Date(clock.now().getTime() - milliseconds);
}
