import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { generatedFiles } from "../../scripts/generated-files.ts";
import { configJsonSchema, reportJsonSchema } from "../../scripts/json-schemas.ts";
import { VARIABLE_NAMES } from "../../src/config/variables.ts";
import { STARTER_CONFIG } from "../../src/config/starter.ts";

const ROOT = resolve(import.meta.dirname, "../..");

describe("generated files", () => {
  it.each([...generatedFiles()])("%s is as `npm run schema` writes it", (path, text) => {
    expect(readFileSync(resolve(ROOT, path), "utf8")).toBe(text);
  });

  it("document every key and every variable with its meaning", () => {
    const docs = generatedFiles().get("docs/configuration.md") ?? "";
    for (const name of [...VARIABLE_NAMES, "gate.failOn", "model.maxTokensPerRun"])
      expect(docs).toContain(`| \`${name}\` |`);
    expect(docs).not.toMatch(/\| +\|$/mu);
  });

  it("give the values of every key and every variable", () => {
    const docs = generatedFiles().get("docs/configuration.md") ?? "";
    expect(docs).not.toMatch(/^\| `[^`]+` \| +\|/mu);
    expect(docs).toContain("| `PORT` | whole number from 0 to 65535 | `3000` |");
    expect(docs).toContain("| `LOG_LEVEL` | `trace`, `debug`, `info`, `warn`, `error`, `fatal` | `info` |");
    expect(docs).toContain("| `DATABASE_URL` | secret address |");
    expect(docs).toMatch(/^\| `system.docs` .*\(not supported yet/mu);
  });
});

describe("published schemas", () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);

  it("accept the starter and refuse what the parser refuses", () => {
    const validate = ajv.compile(configJsonSchema());
    expect(validate(parse(STARTER_CONFIG))).toBe(true);
    expect(validate({})).toBe(true);
    expect(validate({ gate: { failon: "high" } })).toBe(false);
    expect(validate({ gate: { failOn: "severe" } })).toBe(false);
  });

  it("describe a report strictly", () => {
    const validate = ajv.compile(reportJsonSchema());
    expect(validate({ version: 1 })).toBe(false);
    expect(validate.errors?.[0]?.keyword).toBe("required");
  });
});
