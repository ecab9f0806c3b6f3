import { Writable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { showProgress } from "../../src/cli/progress.ts";

function recordingStream(): { stream: Writable; text: () => string } {
  let text = "";
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}

describe("showProgress", () => {
  it("says one plain line for each step where nothing can be redrawn", () => {
    const lines: string[] = [];
    const { progress, note, stop } = showProgress({ say: (line) => lines.push(line), status: null });
    progress("fetch");
    note("By the way.");
    progress("enumerate");
    stop();
    expect(lines).toEqual(["Reading the change …", "By the way.", "Looking for threats …"]);
  });

  it("clears the spinning line before a note that stays", () => {
    const { stream, text } = recordingStream();
    const { progress, note, stop } = showProgress({ say: (line) => stream.write(`${line}\n`), status: stream });
    progress("fetch");
    note("By the way.");
    stop();
    expect(text()).toContain("\r\u{1b}[2KBy the way.\n");
  });

  it("spins on one line of a terminal and leaves nothing behind", () => {
    vi.useFakeTimers();
    const { stream, text } = recordingStream();
    const { progress, stop } = showProgress({ say: () => expect.unreachable(), status: stream });
    progress("ground");
    vi.advanceTimersByTime(200);
    stop();
    const drawn = text();
    vi.advanceTimersByTime(1_000);
    vi.useRealTimers();
    expect(drawn.match(/. Comparing the system before and after/gu)).toHaveLength(3);
    expect(drawn).not.toContain("\n");
    expect(drawn.endsWith("\r\u{1b}[2K")).toBe(true);
    expect(text()).toBe(drawn);
  });
});
