import type { Decision } from "../../src/domain/disposition.ts";
import type { PullRequestRef } from "../../src/domain/job.ts";
import type { OpenCheck, SavedRun, Store } from "../../src/ports/store.ts";

export interface FakeStore extends Store {
  /** Newest last. */
  runs: SavedRun[];
  /** By what gave them. */
  saved: Map<string, Decision>;
  openChecks: OpenCheck[];
  expired: PullRequestRef[];
  readonly keptDays: number[];
  /** Who gave a command, by what gave it. */
  readonly commands: Map<string, string>;
  readonly deliveries: string[];
  readonly spendings: { readonly tokens: number; readonly dollars: number }[];
  readonly forgotten: { installation: number[]; repository: number[] };
  heads: Map<string, number[]>;
  /** Thrown by everything, when set. */
  error: Error | null;
}

/** A store of one pull request, in memory. */
export function fakeStore(given: Partial<Pick<FakeStore, "runs" | "heads">> = {}): FakeStore {
  const check = () => {
    if (store.error) throw store.error;
  };
  const store: FakeStore = {
    runs: [],
    saved: new Map(),
    openChecks: [],
    expired: [],
    keptDays: [],
    commands: new Map(),
    spendings: [],
    deliveries: [],
    forgotten: { installation: [], repository: [] },
    heads: new Map(),
    error: null,
    ...given,
    async saveRun(_, run) {
      check();
      store.runs = [...store.runs.filter((one) => one.headSha !== run.headSha), run];
    },
    async markPublished(_, headSha) {
      check();
      store.runs = store.runs.map((run) => (run.headSha === headSha ? { ...run, published: true } : run));
    },
    async findRun(_, headSha, baseSha, configSha) {
      check();
      const found = store.runs.findLast(
        (run) => run.headSha === headSha && run.baseSha === baseSha && run.configSha === configSha,
      );
      return found ?? null;
    },
    async latestRun() {
      check();
      return store.runs.at(-1) ?? null;
    },
    async latestPublishedRun() {
      check();
      return store.runs.findLast((run) => run.published) ?? null;
    },
    async pullRequestsOfHead(_, headSha) {
      check();
      return store.heads.get(headSha) ?? [];
    },
    async decisions() {
      check();
      return [...store.saved.values()];
    },
    spend: async (_, used) => void store.spendings.push(used),
    spent: async () => ({
      tokensToday: store.spendings.reduce((total, { tokens }) => total + tokens, 0),
      dollars: store.spendings.reduce((total, { dollars }) => total + dollars, 0),
    }),
    answersOf: () => ({ recall: async () => null, keep: async () => undefined }),
    async saveDecision(_, key, decision) {
      check();
      if (!store.saved.has(key)) store.saved.set(key, decision);
    },
    async noteCommand(_, key, actor) {
      check();
      store.commands.set(key, actor);
      return [...store.commands.values()].filter((one) => one === actor).length;
    },
    async noteCheck(ref, headSha, state) {
      check();
      store.openChecks = [...store.openChecks.filter((one) => one.headSha !== headSha), { ref, headSha, state }];
    },
    async dropCheck(_, headSha, state) {
      check();
      const isMeant = (one: OpenCheck) => one.headSha === headSha && (state === undefined || one.state === state);
      store.openChecks = store.openChecks.filter((one) => !isMeant(one));
    },
    checksOpenFor: async () => store.openChecks,
    pullRequestsWithExpired: async () => store.expired,
    claimTurn: async () => true,
    async forgetOlderThan(days) {
      check();
      store.keptDays.push(days);
    },
    async recordDelivery(id) {
      check();
      const seen = store.deliveries.includes(id);
      store.deliveries.push(id);
      return seen;
    },
    async forgetInstallation(id) {
      check();
      store.forgotten.installation.push(id);
    },
    async forgetRepository(id) {
      check();
      store.forgotten.repository.push(id);
    },
    async ping() {
      check();
    },
  };
  return store;
}
