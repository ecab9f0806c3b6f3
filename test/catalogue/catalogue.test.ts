import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadCatalogue, parseCatalogue } from "../../src/catalogue/catalogue.ts";
import { KIND_IDS } from "../../src/catalogue/kinds.ts";
import { parseKind } from "../../src/catalogue/parse-kind.ts";
import { fillPlaceholders } from "../../src/catalogue/placeholders.ts";
import { ConfigError } from "../../src/domain/errors.ts";

const KIND = `id: log-forging
title: Callers can forge log lines through {source}
stride: R
cwe: [117]
statement:
  source: caller of {entryPoint}
  prerequisites: who controls {source}
  action: write lines of their own
  impact: a log that nobody can trust
  goals: [accountability]
  assets: [audit log]
elements: [process]
appliesIf:
  all:
    - fact: sink
      name: log
      attributes: { tainted: true }
    - not: { fact: control, name: encoding }
risk: { access: remote_auth, complexity: trivial, data: internal, effect: none }
mitigations:
  - { text: "Encode line breaks in {source}", effort: XS }
breakIt: I would send a line break.
test: Send a line break; expect one line.
falsePositives: The log is structured.
`;

describe("loadCatalogue", () => {
  it("reads every listed kind and lists every kind file", () => {
    const files = readdirSync(new URL("../../src/catalogue/kinds/", import.meta.url));
    expect(files.toSorted()).toEqual(KIND_IDS.map((id) => `${id}.yaml`).toSorted());
    expect(loadCatalogue().kinds.map((kind) => kind.id)).toEqual([...KIND_IDS]);
  });
});

describe("parseCatalogue", () => {
  it("gives another version when one character of a kind differs", () => {
    expect(versionOf(KIND)).toMatch(/^\d{4}\.\d{2}\+[0-9a-f]{8}$/u);
    expect(versionOf(KIND)).toBe(versionOf(KIND));
    expect(versionOf(KIND)).not.toBe(versionOf(KIND.replace("[117]", "[116]")));
  });
});

describe("parseKind", () => {
  it("accepts a kind whose terms and placeholders are known", () => {
    expect(parseKind(KIND, "log-forging.yaml")).toMatchObject({ id: "log-forging", entryPointRequired: false });
  });

  it.each([
    ["a fact name", "name: log", "name: logg", 'sink has no name "logg"', "appliesIf.all.0", 15],
    ["an attribute", "tainted: true", "taint: true", 'sink has no attribute "taint"', "appliesIf.all.0", 15],
    ["a value", "tainted: true", "tainted: often", 'sink.tainted cannot be "often"', "appliesIf.all.0", 15],
    ["a fact inside not", "name: encoding", "name: prayer", 'control has no name "prayer"', "appliesIf.all.1.not", 18],
    ["a fact kind", "fact: sink", "fact: snk", "Invalid option", "appliesIf.all.0.fact", 15],
    ["a key of a condition", "name: log\n", "nam: log\n", "Unrecognized key", "appliesIf.all.0", 15],
    ["a placeholder", "in {source}", "in {sauce}", "{sauce} is neither", "mitigations.0.text", 21],
    ["a placeholder of an asset", "[audit log]", '["{source}"]', "cannot stand in an asset", "statement.assets.0", 11],
    ["a key", "breakIt:", "brakeIt:", "expected string", "breakIt", null],
    ["another file's id", "id: log-forging", "id: log-forgery", "must be named log-forgery.yaml", "id", 1],
  ])("refuses an unknown %s, naming file, line and key", (_, from, to, words, key, line) => {
    const error = errorOf(() => parseKind(KIND.replace(from, to), "log-forging.yaml"));
    expect(error).toMatchObject({ path: "log-forging.yaml", key, line });
    expect(error.message).toContain(`log-forging.yaml: ${key}: `);
    expect(error.message).toContain(words);
  });

  it("refuses a lost control that mitigates nothing", () => {
    const error = errorOf(() => parseKind(`${KIND}lostControl: encoding\n`, "log-forging.yaml"));
    expect(error).toMatchObject({ key: "lostControl", line: 25 });
    const mitigated = `${KIND}mitigatedIf: { fact: control, name: encoding }\nlostControl: encoding\n`;
    expect(parseKind(mitigated, "log-forging.yaml").lostControl).toBe("encoding");
  });

  it("refuses a file that is not YAML", () => {
    expect(errorOf(() => parseKind("a: [", "a.yaml"))).toMatchObject({ path: "a.yaml", key: null });
  });
});

describe("fillPlaceholders", () => {
  it("puts values in, and words that hold without the value where there is none", () => {
    const values = new Map([["entryPoint", "GET /x"]]);
    expect(fillPlaceholders("{entryPoint} takes {source} to {keyed_by}", values)).toBe(
      "GET /x takes request input to keyed by",
    );
  });
});

function versionOf(text: string): string {
  return parseCatalogue([{ path: "log-forging.yaml", text }]).version;
}

function errorOf(action: () => unknown): ConfigError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error("nothing was refused");
}
