import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { readFacts } from "../../../src/facts/read-facts.ts";
import { groundFacts } from "../../../src/pipeline/ground/ground-facts.ts";
import { buildChange } from "../../builders/change-set.ts";

const SERVICE = "services:\n  web:\n    image: shop/web:1.2.3\n    privileged: true\n";

async function effects(head: string) {
  const change = buildChange({ files: { "compose.yml": { base: SERVICE, head } } });
  const { candidates } = groundFacts(change, await readFacts(change), DEFAULT_CONFIG, loadCatalogue());
  return candidates.map(({ kind, effect }) => `${kind} ${effect}`);
}

describe("a file that cannot be read any more", () => {
  it("does not count as one whose threats are gone", async () => {
    expect(await effects(`${SERVICE}    ports: [\n`)).toEqual([]);
  });

  it("differs from one that lost what was dangerous", async () => {
    expect(await effects("services:\n  web:\n    image: shop/web:1.2.3\n")).toEqual(["container-takes-host resolved"]);
    expect(await effects("services:\n  other:\n    image: shop/other:1.2.3\n")).toEqual([
      "container-takes-host resolved",
    ]);
  });
});
