import { describe, expect, it } from "vitest";
import { modelFromEnvironment } from "../../src/cli/model-from-environment.ts";
import { ConfigError } from "../../src/domain/errors.ts";

const MODEL = { OPENAI_BASE_URL: "http://localhost:4000/v1", OPENAI_API_KEY: "none", THREATDIFF_MODEL: "some-model" };

describe("the model that the environment names", () => {
  it("is none where none is named", () => {
    expect(modelFromEnvironment({})).toBeNull();
    expect(modelFromEnvironment(MODEL)).not.toBeNull();
  });

  it.each([
    ["OPENAI_BASE_URL", "somewhere"],
    ["THREATDIFF_MODEL_SECONDS", "900"],
    ["THREATDIFF_MODEL_PRICES", "cheap"],
  ])("is never left out in silence because of a wrong %s", (name, value) => {
    const open = () => modelFromEnvironment({ ...MODEL, [name]: value });
    expect(open).toThrow(ConfigError);
    expect(open).toThrow(expect.objectContaining({ path: name }));
  });
});
