import { describe, expect, it } from "vitest";
import { layerConfigs, writeOut } from "../../src/config/layers.ts";
import { parseRepositoryConfig } from "../../src/config/load-config.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";

const layer = (path: string, text: string) => ({ path, text });

describe("layerConfigs", () => {
  it("is the default without files", () => {
    expect(layerConfigs([])).toEqual({ config: DEFAULT_CONFIG, origins: [] });
    expect(layerConfigs([layer("a", ""), layer("b", "# nothing\n")]).config).toEqual(DEFAULT_CONFIG);
  });

  it("takes what the later file does not say from the earlier one, and whole lists", () => {
    const { config, origins } = layerConfigs([
      layer("owner", "gate: { failOn: medium, onIncomplete: fail }\npaths: { ignore: [a, b], critical: [c] }\n"),
      layer("own", "gate: { failOn: critical }\npaths: { ignore: [d] }\ncatalogue: { severity: { x: low } }\n"),
    ]);
    expect(config.gate).toEqual({ ...DEFAULT_CONFIG.gate, failOn: "critical", onIncomplete: "fail" });
    expect(config.paths).toEqual({ ignore: ["d"], critical: ["c"] });
    expect(config.catalogue.severity).toEqual({ x: "low" });
    expect(origins).toEqual(["own", "owner"]);
  });

  it("lets a file take a limit away that another one set", () => {
    const { config } = layerConfigs([
      layer("owner", "model: { maxCostPerPullRequest: 2 }\n"),
      layer("own", "model: { maxCostPerPullRequest: null }\n"),
    ]);
    expect(config.model.maxCostPerPullRequest).toBeNull();
  });

  it("names the file that is faulty", () => {
    expect(() => layerConfigs([layer("owner:x.yml", "gaet: {}\n"), layer("own", "")])).toThrow(
      expect.objectContaining({ path: "owner:x.yml", line: 1, key: "gaet" }),
    );
  });

  it("writes out what it can read again", () => {
    const effective = layerConfigs([layer("own", "gate: { failOn: low }\npaths: { ignore: ['**/*.md'] }\n")]);
    expect(parseRepositoryConfig(writeOut(effective), "x")).toEqual(effective.config);
  });
});
