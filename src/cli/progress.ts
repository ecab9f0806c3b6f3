import type { Progress, Step } from "../ports/progress.ts";
import type { Terminal } from "./terminal.ts";

const WORDS: Readonly<Record<Step, string>> = {
  fetch: "Reading the change",
  redact: "Masking secrets",
  ground: "Comparing the system before and after",
  summarize: "Summarizing what changed",
  enumerate: "Looking for threats",
  verify: "Checking the evidence",
  rank: "Trying to refute threats",
  suggest: "Suggesting fixes",
  reconcile: "Comparing with earlier decisions",
  publish: "Writing the result",
};
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MILLISECONDS = 80;
const CLEAR_LINE = "\r\u{1b}[2K";

/** How far the work is, as people see it. */
export interface ShownProgress {
  readonly progress: Progress;
  /** Says a line that stays, above the spinning one. */
  readonly note: (line: string) => void;
  /** Takes the spinning line away. */
  readonly stop: () => void;
}

/** Shows the steps on standard error: one spinning line on a terminal, a line each elsewhere. */
export function showProgress(terminal: Pick<Terminal, "say" | "status">): ShownProgress {
  const { status } = terminal;
  if (status === null) {
    return { progress: (step) => terminal.say(`${WORDS[step]} …`), note: terminal.say, stop: () => {} };
  }
  let words = "";
  let frame = 0;
  const draw = () => void status.write(`${CLEAR_LINE}${FRAMES[frame++ % FRAMES.length]} ${words}`);
  const timer = setInterval(draw, FRAME_MILLISECONDS).unref();
  return {
    progress: (step) => {
      words = WORDS[step];
      draw();
    },
    note: (line) => {
      status.write(CLEAR_LINE);
      terminal.say(line);
    },
    stop: () => {
      clearInterval(timer);
      status.write(CLEAR_LINE);
    },
  };
}
