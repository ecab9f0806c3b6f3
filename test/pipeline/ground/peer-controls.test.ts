import { describe, expect, it } from "vitest";
import type { Scope } from "../../../src/domain/fact.ts";
import { HANDLER_ELSEWHERE, NOT_MOUNTED } from "../../../src/facts/code/code-facts.ts";
import { withPeerControls } from "../../../src/pipeline/ground/peer-controls.ts";
import { buildControl, buildEntryPoint, buildFact, buildScope } from "../../builders/fact.ts";

const authn = buildControl("authn");
const guarded = (name: string) => buildScope({ name, facts: [authn] });
const lonely = buildScope({ name: "GET /lonely" });

/** What the scope is said to lack, as a scope of the head that is new or that was there with other lines. */
function missingOn(scope: Scope, peers: readonly Scope[], lines: { base: string[] | null; head: string[] }): unknown {
  const base = lines.base === null ? null : { ...scope, side: "base" as const };
  const text = ({ side }: Scope) => (side === "base" ? (lines.base ?? []) : lines.head);
  const compare = withPeerControls([], [...peers, scope], text);
  const { head } = compare({ base, head: scope });
  return head?.facts.find(({ name }) => name === "peer_control")?.attributes ?? null;
}

const NEW = { base: null, head: ["x"] };

describe("neighbouring entry points", () => {
  it("show what a new one lacks when three of them, and three quarters, have it", () => {
    const three = ["GET /a", "GET /b", "GET /c"].map(guarded);
    const reason = "3 of 3 neighbouring entry points have it, and this one does not";
    expect(missingOn(lonely, three, NEW)).toMatchObject({ protects: "authn", effective: false, reason });
    const open = buildScope({ name: "GET /d" });
    expect(missingOn(lonely, [...three, open], NEW)).toMatchObject({ protects: "authn" });
    expect(missingOn(lonely, [...three, open, open], NEW)).toBeNull();
    expect(missingOn(lonely, three.slice(1), NEW)).toBeNull();
  });

  it("say nothing of one that stayed as it was, that has the control, or whose control does not work", () => {
    const three = ["GET /a", "GET /b", "GET /c"].map(guarded);
    expect(missingOn(lonely, three, { base: ["x"], head: ["x"] })).toBeNull();
    expect(missingOn(lonely, three, { base: ["x"], head: ["y"] })).not.toBeNull();
    expect(missingOn(guarded("GET /d"), three, NEW)).toBeNull();
    const broken = buildScope({ name: "GET /d", facts: [buildControl("authn", { effective: false })] });
    expect(missingOn(broken, three, NEW)).toBeNull();
  });

  it("say nothing of one whose code nobody has seen", () => {
    const three = ["GET /a", "GET /b", "GET /c"].map(guarded);
    expect(missingOn({ ...lonely, blindSpot: HANDLER_ELSEWHERE }, three, NEW)).toBeNull();
    expect(missingOn({ ...lonely, blindSpot: NOT_MOUNTED }, three, NEW)).not.toBeNull();
  });

  it("need not be owned by who may do something to all of them", () => {
    const record = buildFact({ kind: "data_store", name: "record", attributes: { keyed_by: "request" } });
    const owned = (name: string) => buildScope({ name, facts: [record, buildControl("ownership")] });
    const three = ["GET /a", "GET /b", "GET /c"].map(owned);
    expect(missingOn(buildScope({ name: "GET /d", facts: [record] }), three, NEW)).toMatchObject({
      protects: "ownership",
    });
    const allowed = buildScope({ name: "GET /d", facts: [record, buildControl("authz")] });
    expect(missingOn(allowed, three, NEW)).toBeNull();
  });

  it("are those that change something, for one that does, and those that the same file registers", () => {
    const entryPoint = buildEntryPoint("POST /x", { changes_state: true });
    const three = ["GET /a", "GET /b", "GET /c"].map(guarded);
    expect(missingOn(buildScope({ name: "POST /x", entryPoint }), three, NEW)).toBeNull();
    const elsewhere = { ...buildEntryPoint("GET /lonely"), path: "src/other.ts" };
    expect(missingOn({ ...lonely, entryPoint: elsewhere }, three, NEW)).toBeNull();
    expect(missingOn({ ...lonely, path: "src/handlers.ts" }, three, NEW)).toMatchObject({ protects: "authn" });
  });
});
