import type { CodeHostWriter, StartedCheck } from "../ports/code-host.ts";
import type { Log } from "../ports/log.ts";
import type { PullRequestRef } from "../domain/job.ts";
import type { Progress, Step } from "../ports/progress.ts";

/** What each step does, in words for the people who wait for it. */
const DOING: Record<Step, string> = {
  fetch: "Reading the change",
  redact: "Hiding secrets",
  ground: "Comparing both versions",
  summarize: "Taking stock of what changed",
  enumerate: "Looking for threats",
  verify: "Checking quotes and paths",
  rank: "Trying to refute what was found",
  suggest: "Trying fixes",
  reconcile: "Comparing with the last review",
  publish: "Writing the review",
};

/** GitHub asks to touch a running check sparingly; most reviews are over before the first time. */
const EVERY_MS = 20_000;

/** Shows in the check where an analysis is that takes long. */
export interface CheckProgress {
  readonly begin: Progress;
  /** Resolves when nothing of it will reach the check any more. */
  end(): Promise<void>;
}

/** What is shown, and where. */
interface Place {
  readonly job: PullRequestRef;
  readonly host: Pick<CodeHostWriter, "showProgress">;
  readonly check: StartedCheck;
}

/** A failure to show it changes nothing. */
export function watchProgress({ job, host, check }: Place, log: Log, everyMs = EVERY_MS): CheckProgress {
  let current: Step | null = null;
  let shown: Step | null = null;
  let showing = Promise.resolve();
  const show = async (step: Step) => {
    try {
      await host.showProgress(job, check, DOING[step]);
    } catch (error) {
      log.debug({ number: job.number, error }, "A check could not show its progress");
    }
  };
  const timer = setInterval(() => {
    if (current === null || current === shown) return;
    const step = current;
    shown = step;
    showing = showing.then(async () => show(step));
  }, everyMs);
  timer.unref();
  return {
    begin(step) {
      current = step;
    },
    async end() {
      clearInterval(timer);
      await showing;
    },
  };
}
