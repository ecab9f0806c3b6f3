import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { withPacks } from "../../src/catalogue/with-packs.ts";
import { packPath, packPlace } from "../../src/domain/pack.ts";
import { PACK_KIND } from "../builders/pack-kind.ts";

const CATALOGUE = loadCatalogue();
const PATH = ".github/threats/job-may-publish.yaml";

describe("a catalogue with packs", () => {
  it("has our kinds first, then the added ones, under a version of its own", () => {
    const extended = withPacks(CATALOGUE, [{ path: PATH, text: PACK_KIND }]);
    expect(extended.kinds.map(({ id }) => id)).toEqual([...CATALOGUE.kinds.map(({ id }) => id), "job-may-publish"]);
    expect(extended.version).toMatch(/^\d{4}\.\d{2}\+[0-9a-f]{8}\.[0-9a-f]{8}$/u);
    expect(extended.version.startsWith(CATALOGUE.version)).toBe(true);
  });

  it("is ours when nothing is added", () => {
    expect(withPacks(CATALOGUE, [])).toBe(CATALOGUE);
  });

  it.each([
    ["an unknown key", "stride: E", "stride: E\nrun: rm -rf /", /Unrecognized key/u],
    ["a fact that no reader emits", "target: packages", "colour: red", /has no attribute "colour"/u],
    ["a file of another name", "id: job-may-publish", "id: other-name", /must be named other-name\.yaml/u],
    ["text that is no YAML", "stride: E", "stride: [", /job-may-publish\.yaml/u],
  ])("refuses %s, naming the file and its line", (_, before, after, message) => {
    const text = PACK_KIND.replace(before, after);
    expect(() => withPacks(CATALOGUE, [{ path: PATH, text }])).toThrow(message);
    expect(() => withPacks(CATALOGUE, [{ path: PATH, text }])).toThrow(expect.objectContaining({ path: PATH }));
  });

  it("refuses to replace one of our kinds, or to hold one twice", () => {
    const ours = { path: "x/sql-injection.yaml", text: PACK_KIND.replace("job-may-publish", "sql-injection") };
    expect(() => withPacks(CATALOGUE, [ours])).toThrow("a threat kind named sql-injection exists already");
    const twice = ["a", "b"].map((folder) => ({ path: `${folder}/job-may-publish.yaml`, text: PACK_KIND }));
    expect(() => withPacks(CATALOGUE, twice)).toThrow("b/job-may-publish.yaml: id");
  });
});

it("names the place of a pack as it is written", () => {
  expect(packPlace(".github/threats/")).toEqual({ repository: null, folder: ".github/threats" });
  expect(packPath(packPlace("security:kinds"), "a.yaml")).toBe("security:kinds/a.yaml");
});
