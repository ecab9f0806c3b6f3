import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/domain/errors.ts";
import {
  configErrorOutput,
  draftSkippedOutput,
  permissionMissingOutput,
  runFailedOutput,
  supersededOutput,
} from "../../src/render/failure.ts";

describe("failure outputs", () => {
  it("name file, line, key and the way out for a configuration error", () => {
    const error = new ConfigError('Unrecognized key: "failon". Did you mean failOn?', {
      path: ".github/threatdiff.yml",
      line: 4,
      key: "gate.failon",
    });
    const output = configErrorOutput(error);
    expect(output.title).toBe("Configuration error in .github/threatdiff.yml:4");
    expect(output.conclusion).toBe("neutral");
    expect(output.summary).toContain("`.github/threatdiff.yml:4`, key `gate.failon`: Unrecognized key");
  });

  it("keep what stands in a configuration inert", () => {
    const error = new ConfigError("@octocat ![x](https://evil.example)", { path: "x.yml" });
    expect(configErrorOutput(error).summary).not.toMatch(/@octocat|!\[x\]\(/u);
  });

  it("are never a success when a run failed, and follow the policy", () => {
    expect(runFailedOutput("R-7", { onIncomplete: "neutral" }).conclusion).toBe("neutral");
    const output = runFailedOutput("R-7", { onIncomplete: "fail" });
    expect(output.conclusion).toBe("failure");
    expect(output.summary).toContain("`R-7`");
    expect(output.summary).toContain("/threatmodel run");
  });

  it("say which permission is missing and for what", () => {
    const { summary } = permissionMissingOutput("contents: read", "read the changed files");
    expect(summary).toContain("could not read the changed files: it lacks the permission `contents: read`");
  });

  it("end a draft as skipped and a superseded head as cancelled", () => {
    expect(draftSkippedOutput().conclusion).toBe("skipped");
    expect(supersededOutput("5e1f0c9a7b3d").conclusion).toBe("cancelled");
    expect(supersededOutput("5e1f0c9a7b3d").summary).toContain("`5e1f0c9`");
  });
});
