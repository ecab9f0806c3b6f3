import { beforeAll, describe, expect, it } from "vitest";
import { ensureBuilt } from "../builders/built-service.ts";
import { postgresAvailable } from "../contract/postgres.ts";
import { createRandom } from "./random.ts";
import { runChaos } from "./run-chaos.ts";

const STORES: readonly ("pglite" | "postgres")[] = postgresAvailable ? ["pglite", "postgres"] : ["pglite"];

beforeAll(ensureBuilt, 120_000);

describe("the service that is killed again and again", { timeout: 400_000 }, () => {
  it.each(STORES)("loses nothing and says nothing twice, on %s", async (store) => {
    const seed = Number(process.env["CHAOS_SEED"] ?? Date.now() % 100_000);
    const { lost, duplicateReviews, duplicateComments, unfinishedChecks, ...rest } = await runChaos({
      kills: 3,
      pullRequests: 4,
      seed,
      store,
      progress: () => undefined,
    });
    const broken = { lost, duplicateReviews, duplicateComments, unfinishedChecks };
    const none = { lost: 0, duplicateReviews: 0, duplicateComments: 0, unfinishedChecks: 0 };
    expect(broken, `npm run chaos -- --kills 3 --seed ${seed} --store ${store}\n${rest.details.join("\n")}`).toEqual(
      none,
    );
    expect([rest.pullRequests, rest.violations]).toEqual([4, []]);
  });
});

describe("createRandom", () => {
  it("gives the same numbers for the same seed, spread over the whole range", () => {
    const [one, two] = [createRandom(5), createRandom(5)];
    const drawn = Array.from({ length: 1_000 }, () => one.between(1, 6));
    expect(Array.from({ length: 1_000 }, () => two.between(1, 6))).toEqual(drawn);
    expect(new Set(drawn)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });
});
