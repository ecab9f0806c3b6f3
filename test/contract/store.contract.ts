import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Disposition } from "../../src/domain/disposition.ts";
import { referenceKey } from "../../src/domain/imports/known-references.ts";
import type { ReferenceMemory } from "../../src/ports/reference-memory.ts";
import type { SavedRun, Store } from "../../src/ports/store.ts";
import { buildEmptyReport } from "../builders/empty-report.ts";
import { buildRef } from "../builders/job.ts";
import { buildEvidence, buildThreat } from "../builders/threat.ts";
import { buildDisposition } from "../builders/disposition.ts";

const HEAD = "a".repeat(40);
const BASE = "b".repeat(40);

const run: SavedRun = {
  headSha: HEAD,
  baseSha: BASE,
  configSha: null,
  report: buildEmptyReport({ threats: [buildThreat()] }),
  disclosure: "summary",
  published: false,
  decided: 0,
  settings: null,
};

const REFERENCES = new Map([[referenceKey("src/a.ts", HEAD), ["./b", "express"]]]);

const decision = buildDisposition({
  by: "alice",
  role: "admin",
  reason: "Behind the gateway",
  at: "2026-11-23T12:00:00Z",
});

export interface OpenedStore {
  readonly store: Store & ReferenceMemory;
  close(): Promise<void>;
}

function inMs(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}

/** What every store does, whatever database is under it. */
export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`store on ${name}`, () => {
    let opened: OpenedStore;
    let store: Store & ReferenceMemory;
    let number = 0;
    const newRef = () => buildRef({ number: (number += 1) });

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(() => opened.close());

    it("returns a saved run as it was", async () => {
      const ref = newRef();
      await store.saveRun(ref, run);
      expect(await store.latestRun(ref)).toEqual(run);
      expect(await store.findRun(ref, HEAD, BASE, null)).toEqual(run);
    });

    it("finds a run only for the same head, base and configuration", async () => {
      const ref = newRef();
      await store.saveRun(ref, { ...run, configSha: "c1" });
      expect(await store.findRun(ref, HEAD, BASE, "c1")).not.toBeNull();
      expect(await store.findRun(ref, HEAD, BASE, "c2")).toBeNull();
      expect(await store.findRun(ref, HEAD, BASE, null)).toBeNull();
      expect(await store.findRun(ref, BASE, BASE, "c1")).toBeNull();
      expect(await store.findRun(newRef(), HEAD, BASE, "c1")).toBeNull();
    });

    it("replaces a run that is saved again, and forgets nothing of the newest", async () => {
      const ref = newRef();
      await store.saveRun(ref, run);
      await store.markPublished(ref, HEAD);
      expect((await store.latestRun(ref))?.published).toBe(true);
      await store.saveRun(ref, { ...run, report: buildEmptyReport() });
      expect(await store.latestRun(ref)).toEqual({ ...run, report: buildEmptyReport() });
    });

    it("answers with the newest run, and keeps the ten newest", async () => {
      const ref = newRef();
      const heads = Array.from({ length: 12 }, (_, index) => index.toString(16).repeat(40));
      for (const headSha of heads) await store.saveRun(ref, { ...run, headSha });
      expect((await store.latestRun(ref))?.headSha).toBe(heads.at(-1));
      expect(await store.findRun(ref, heads[1]!, BASE, null)).toBeNull();
      expect(await store.findRun(ref, heads[2]!, BASE, null)).not.toBeNull();
    });

    it("tells what people have seen from what was only saved", async () => {
      const ref = newRef();
      expect(await store.latestPublishedRun(ref)).toBeNull();
      await store.saveRun(ref, run);
      await store.markPublished(ref, HEAD);
      await store.saveRun(ref, { ...run, headSha: "c".repeat(40) });
      expect((await store.latestPublishedRun(ref))?.headSha).toBe(HEAD);
      expect((await store.latestRun(ref))?.headSha).toBe("c".repeat(40));
    });

    it("stores quotes with NUL and half characters, which the database's JSON refuses", async () => {
      const ref = newRef();
      const odd = buildThreat({ evidence: [buildEvidence({ quote: "a\0b\uD800c" })] });
      await store.saveRun(ref, { ...run, report: buildEmptyReport({ threats: [odd] }) });
      const read = await store.latestRun(ref);
      expect(read?.report.threats[0]?.evidence[0]?.quote).toBe("a\uFFFDb\uFFFDc");
    });

    it("finds the pull requests of a head", async () => {
      const [one, two] = [newRef(), newRef()];
      const headSha = "d".repeat(40);
      await store.saveRun(one, { ...run, headSha });
      await store.saveRun(one, { ...run, headSha, baseSha: HEAD });
      await store.saveRun(two, { ...run, headSha });
      expect(new Set(await store.pullRequestsOfHead(one, headSha))).toEqual(new Set([one.number, two.number]));
      expect(await store.pullRequestsOfHead({ ...one, repositoryId: 23 }, headSha)).toEqual([]);
      expect(await store.pullRequestsOfHead({ ...one, installationId: 12 }, headSha)).toEqual([]);
    });

    it("keeps decisions in order", async () => {
      const ref = newRef();
      const reopened: Disposition = { ...decision, verb: "reopen", expires: "2027-01-01T00:00:00Z" };
      await store.saveDecision(ref, "comment:1", decision);
      await store.saveDecision(ref, "comment:2", reopened);
      await store.saveDecision(ref, "comment:1", { ...decision, reason: "said again by a repeated job" });
      expect(await store.decisions(ref)).toEqual([decision, reopened]);
      expect(await store.decisions(newRef())).toEqual([]);
    });

    it("shows nothing of one installation to another, also where a repository went over to it", async () => {
      const mine = newRef();
      const theirs = { ...mine, installationId: mine.installationId + 1 };
      await store.saveRun(mine, run);
      await store.markPublished(mine, HEAD);
      await store.saveDecision(mine, "comment:1", decision);
      expect(await store.latestRun(theirs)).toBeNull();
      expect(await store.latestPublishedRun(theirs)).toBeNull();
      expect(await store.findRun(theirs, run.headSha, run.baseSha, run.configSha)).toBeNull();
      expect(await store.decisions(theirs)).toEqual([]);
      await store.markPublished(theirs, HEAD);
      await store.saveRun(theirs, run);
      expect((await store.latestRun(theirs))?.published).toBe(false);
      expect(await store.latestRun(mine)).toBeNull();
    });

    it("deletes what is older than it is kept", async () => {
      const ref = newRef();
      await store.saveRun(ref, run);
      await store.saveDecision(ref, "old", { ...decision, at: "2020-01-01T00:00:00Z" });
      await store.saveDecision(ref, "new", { ...decision, at: new Date().toISOString() });
      await store.forgetOlderThan(30);
      expect(await store.latestRun(ref)).not.toBeNull();
      expect(await store.decisions(ref)).toHaveLength(1);
    });

    it("knows the checks that nobody finished, of its installation until it is forgotten", async () => {
      const ref = buildRef({ installationId: 901, repositoryId: 902 });
      await store.noteCheck(ref, HEAD, "started");
      await store.noteCheck(ref, HEAD, "started");
      const mine = async () => (await store.checksOpenFor(-1)).filter((one) => one.ref.repositoryId === 902);
      expect(await mine()).toEqual([{ ref, headSha: HEAD, state: "started" }]);
      expect((await store.checksOpenFor(60)).filter((one) => one.ref.repositoryId === 902)).toEqual([]);
      await store.dropCheck(ref, HEAD, "abandoned");
      expect(await mine()).toHaveLength(1);
      await store.noteCheck(ref, HEAD, "abandoned");
      await store.dropCheck({ ...ref, number: ref.number + 1 }, HEAD);
      expect(await mine()).toEqual([{ ref, headSha: HEAD, state: "abandoned" }]);
      await store.dropCheck(ref, HEAD, "abandoned");
      expect(await mine()).toEqual([]);
      await store.noteCheck(ref, HEAD, "started");
      await store.forgetInstallation(901);
      expect(await mine()).toEqual([]);
    });

    it("finds the pull requests whose acceptance ended since they were looked at", async () => {
      const [over, unseen, holds] = [newRef(), newRef(), newRef()];
      await store.saveRun(over, run);
      await store.saveRun(holds, run);
      await store.saveDecision(over, "comment:1", { ...decision, expires: inMs(300) });
      await store.saveDecision(unseen, "comment:1", { ...decision, expires: inMs(-300_000) });
      await store.saveDecision(holds, "comment:1", { ...decision, expires: inMs(3_600_000) });
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(await store.pullRequestsWithExpired()).toEqual([over]);
      await store.saveRun(over, run);
      expect(await store.pullRequestsWithExpired()).toEqual([]);
    });

    it("counts the commands of a person in a repository, each once", async () => {
      const ref = buildRef({ repositoryId: 950 });
      expect(await store.noteCommand(ref, "1", "ann")).toBe(1);
      expect(await store.noteCommand(ref, "1", "ann")).toBe(1);
      expect(await store.noteCommand(ref, "2", "ann")).toBe(2);
      expect(await store.noteCommand(ref, "3", "bob")).toBe(1);
      expect(await store.noteCommand({ ...ref, repositoryId: 951 }, "1", "ann")).toBe(1);
    });

    it("lets one sweep begin in a while", async () => {
      expect(await store.claimTurn("sweep", 60)).toBe(true);
      expect(await store.claimTurn("sweep", 60)).toBe(false);
      expect(await store.claimTurn("checks", 60)).toBe(true);
      expect(await store.claimTurn("sweep", 0)).toBe(true);
    });

    it("says whether a delivery was seen before", async () => {
      expect(await store.recordDelivery("guid-1", "pull_request")).toBe(false);
      expect(await store.recordDelivery("guid-1", "pull_request")).toBe(true);
      expect(await store.recordDelivery("guid-2", "pull_request")).toBe(false);
    });

    it("forgets a delivery after a while", async () => {
      await store.recordDelivery("guid-9", "pull_request");
      await store.forgetOlderThan(30);
      expect(await store.recordDelivery("guid-9", "pull_request")).toBe(true);
      await store.forgetOlderThan(-1);
      expect(await store.recordDelivery("guid-9", "pull_request")).toBe(false);
    });

    it("takes many writes at once", async () => {
      const refs = Array.from({ length: 20 }, newRef);
      await Promise.all(refs.map((ref) => store.saveRun(ref, run)));
      const read = await Promise.all(refs.map((ref) => store.latestRun(ref)));
      expect(read.every((one) => one?.headSha === HEAD)).toBe(true);
    });

    it("keeps what a repository's files name of others, for its installation alone", async () => {
      const ref = buildRef({ repositoryId: 501 });
      expect(await store.recall(ref)).toEqual(new Map());
      await store.keep(ref, REFERENCES);
      await store.keep(ref, new Map([...REFERENCES, [referenceKey("b.py", HEAD), []]]));
      expect(await store.recall({ ...ref, number: 4 })).toEqual(
        new Map([...REFERENCES, [referenceKey("b.py", HEAD), []]]),
      );
      expect(await store.recall({ ...ref, installationId: ref.installationId + 1 })).toEqual(new Map());
    });

    it("keeps what models answered about a repository, for its installation", async () => {
      const ref = newRef();
      const answers = store.answersOf(ref);
      expect(await answers.recall("k")).toBeNull();
      await answers.keep("k", "first");
      await answers.keep("k", "second");
      expect(await store.answersOf({ ...ref, number: ref.number + 1 }).recall("k")).toBe("second");
      expect(await store.answersOf({ ...ref, installationId: ref.installationId + 1 }).recall("k")).toBeNull();
      expect(await store.answersOf({ ...ref, repositoryId: ref.repositoryId + 1 }).recall("k")).toBeNull();
    });

    it("adds up what an installation used today and what a pull request has cost", async () => {
      const ref = { ...newRef(), installationId: 4_711 };
      expect(await store.spent(ref)).toEqual({ tokensToday: 0, dollars: 0 });
      await store.spend(ref, { tokens: 1_000, dollars: 0.25 });
      await store.spend({ ...ref, number: ref.number + 1 }, { tokens: 500, dollars: 1 });
      expect(await store.spent(ref)).toEqual({ tokensToday: 1_500, dollars: 0.25 });
      expect((await store.spent({ ...ref, installationId: 4_712, repositoryId: 1 })).tokensToday).toBe(0);
      await store.forgetInstallation(4_711);
      expect(await store.spent(ref)).toEqual({ tokensToday: 0, dollars: 0 });
    });

    it("forgets an installation, and nothing of another", async () => {
      const mine = buildRef({ installationId: 99, number: 1_001 });
      const other = buildRef({ installationId: 98, number: 1_002 });
      for (const [index, ref] of [mine, other].entries()) {
        await store.saveRun(ref, run);
        await store.saveDecision(ref, "comment:1", decision);
        await store.keep({ ...ref, repositoryId: 600 + index }, REFERENCES);
        await store.answersOf({ ...ref, repositoryId: 600 + index }).keep("k", "answer");
      }
      await store.forgetInstallation(99);
      expect((await store.recall({ ...mine, repositoryId: 600 })).size).toBe(0);
      expect((await store.recall({ ...other, repositoryId: 601 })).size).toBe(1);
      expect(await store.answersOf({ ...mine, repositoryId: 600 }).recall("k")).toBeNull();
      expect(await store.answersOf({ ...other, repositoryId: 601 }).recall("k")).toBe("answer");
      expect(await store.latestRun(mine)).toBeNull();
      expect(await store.decisions(mine)).toEqual([]);
      expect(await store.latestRun(other)).not.toBeNull();
      expect(await store.decisions(other)).toHaveLength(1);
    });

    it("forgets a repository, and nothing of another", async () => {
      const mine = buildRef({ repositoryId: 77 });
      const other = buildRef({ repositoryId: 78 });
      for (const ref of [mine, other]) {
        await store.saveRun(ref, run);
        await store.saveDecision(ref, "comment:1", decision);
        await store.keep(ref, REFERENCES);
        await store.answersOf(ref).keep("k", "answer");
      }
      await store.forgetRepository(77);
      expect(await store.answersOf(mine).recall("k")).toBeNull();
      expect(await store.answersOf(other).recall("k")).toBe("answer");
      expect([(await store.recall(mine)).size, (await store.recall(other)).size]).toEqual([0, 1]);
      expect([await store.latestRun(mine), await store.decisions(mine)]).toEqual([null, []]);
      expect(await store.latestRun(other)).not.toBeNull();
      expect(await store.decisions(other)).toHaveLength(1);
    });

    it("answers a ping", async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });
  });
}
