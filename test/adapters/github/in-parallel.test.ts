import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inParallel } from "../../../src/adapters/github/in-parallel.ts";

describe("inParallel", () => {
  it("keeps the order and the limit", async () => {
    let running = 0;
    let most = 0;
    const results = await inParallel([30, 5, 20, 1, 10], 2, async (milliseconds) => {
      most = Math.max(most, ++running);
      await wait(milliseconds);
      running--;
      return milliseconds;
    });
    expect(results).toEqual([30, 5, 20, 1, 10]);
    expect(most).toBe(2);
  });

  it("starts nothing more after a failure", async () => {
    const started: number[] = [];
    const run = inParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
      started.push(item);
      await wait(item);
      if (item === 1) throw new Error("no");
    });
    await expect(run).rejects.toThrow("no");
    await wait(30);
    expect(started).toEqual([1, 2]);
  });
});
