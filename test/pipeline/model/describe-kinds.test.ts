import { describe, expect, it } from "vitest";
import type { ThreatKind } from "../../../src/domain/threat-kind.ts";
import { describeKinds } from "../../../src/pipeline/model/describe-kinds.ts";
import { buildChange } from "../../builders/change-set.ts";
import { buildControl, buildScope } from "../../builders/fact.ts";
import { groundScopes } from "../../builders/grounding.ts";
import { invoiceChange, invoiceGrounded } from "../../builders/model-run.ts";
import { buildKind } from "../../builders/threat.ts";

const CHANGE = invoiceChange();

function described(kinds: readonly Partial<ThreatKind>[]) {
  return describeKinds(kinds.map(buildKind), CHANGE, invoiceGrounded(CHANGE));
}

describe("the kinds that a model chooses from", () => {
  it("are named by their ids, those of a pack with what they mean", () => {
    const kinds = [
      { id: "sql-injection", cwe: [89] },
      { id: "acme-7", cwe: [863, 862], title: "Tenants share {collection}" },
    ];
    expect(described(kinds)).toBe("sql-injection (89); acme-7 (863, 862): Tenants share the stored data");
  });

  it("are those of the elements that changed, and of code that nobody understood", () => {
    const ofCode = buildKind({ id: "sql-injection", cwe: [89] });
    const ofJobs = buildKind({ id: "action-not-pinned", cwe: [494], elements: ["ci"] });
    const job = buildScope({
      element: "ci",
      path: ".github/workflows/ci.yml",
      entryPoint: null,
      facts: [buildControl("authn")],
    });
    const grounded = groundScopes({ base: [], head: [job] });
    const kindsFor = (path: string) =>
      describeKinds([ofCode, ofJobs], buildChange({ files: { [path]: { head: "a" } } }), grounded);
    expect(kindsFor(".github/workflows/ci.yml")).toBe("action-not-pinned (494)");
    expect(kindsFor("src/a.xyz")).toBe("sql-injection (89); action-not-pinned (494)");
    const image = { ...job, path: "deploy/Containerfile.in" };
    const read = groundScopes({ base: [], head: [image] });
    const change = buildChange({ files: { [image.path]: { head: "a" } } });
    expect(describeKinds([ofCode, ofJobs], change, read)).toBe("action-not-pinned (494)");
  });

  it("leave out the loss of a safeguard, which readers of code name by what it lets in", () => {
    const lost = { id: "path-check-removed", appliesIf: { fact: "control", name: "safeguard" } as const };
    expect(described([lost])).toBe("");
  });
});
