import { describe, expect, it } from "vitest";
import type { ThreatKind } from "../../../src/domain/threat-kind.ts";
import { describeKinds } from "../../../src/pipeline/model/describe-kinds.ts";
import { buildChange } from "../../builders/change-set.ts";
import { invoiceChange, invoiceGrounded } from "../../builders/model-run.ts";
import { buildKind } from "../../builders/threat.ts";

const CHANGE = invoiceChange();

function described(kinds: readonly Partial<ThreatKind>[], change = CHANGE) {
  return describeKinds(kinds.map(buildKind), change, invoiceGrounded(CHANGE));
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
    const kinds = [
      { id: "sql-injection", cwe: [89] },
      { id: "base-image-not-pinned", elements: ["image" as const] },
    ];
    expect(described(kinds)).toBe("sql-injection (89)");
    expect(described(kinds, buildChange({ files: { "a.xyz": { head: "a" } } }))).toBe("sql-injection (89)");
  });

  it("leave out the loss of a safeguard, which readers of code name by what it lets in", () => {
    const lost = { id: "path-check-removed", appliesIf: { fact: "control", name: "safeguard" } as const };
    expect(described([lost])).toBe("");
  });
});
