import { describe, expect, it } from "vitest";
import { blankTemplates, isTemplated } from "../../../src/facts/settings/blank-templates.ts";
import { everyEntry, settingAt, textAt } from "../../../src/facts/settings/setting.ts";
import { parseYamlSettings } from "../../../src/facts/settings/yaml-settings.ts";

function read(text: string) {
  return parseYamlSettings(text).roots[0] ?? null;
}

describe("parseYamlSettings", () => {
  it("reads every document, and names the fault of one that is not valid", () => {
    const { roots, fault } = parseYamlSettings("a: 1\n---\nb: [\n---\nc: 3\n");
    expect(roots.map((root) => root.entries[0]?.key)).toContain("a");
    expect(fault).toMatch(/^It is not valid YAML: /u);
  });

  it("follows aliases and merges, and lets the own key win", () => {
    const root = read("base: &base {image: a, user: root}\nweb:\n  <<: *base\n  image: b\n");
    expect([textAt(root, "web", "image"), textAt(root, "web", "user")]).toEqual(["b", "root"]);
  });

  it("does not take a tagged value for a literal", () => {
    expect(settingAt(read("a: !Ref Bucket\n"), "a")).toMatchObject({ text: null, reference: "Bucket" });
  });

  it("stops at aliases that multiply", () => {
    const lines = Array.from(
      { length: 12 },
      (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`,
    );
    const { fault } = parseYamlSettings(["a0: &a0 [x]", ...lines].join("\n"));
    expect(fault).not.toBeNull();
  });

  it("reads JSON with the lines of its values", () => {
    const root = read('{\n  "a": {\n    "b": "c"\n  }\n}\n');
    expect(
      everyEntry(root ?? { text: null, reference: null, entries: [], items: [], lines: { start: 1, end: 1 } }).map(
        ({ lines }) => lines,
      ),
    ).toEqual([
      { start: 2, end: 4 },
      { start: 3, end: 3 },
    ]);
  });
});

describe("blankTemplates", () => {
  it.each(["{{ x ", "{{- if ", "{{ } }"])("comes to the end of %j a hundred thousand times over", (piece) => {
    const text = piece.repeat(100_000);
    expect([isTemplated(text), blankTemplates(text).length >= 0]).toEqual([expect.any(Boolean), true]);
  });

  it("reads the first of two branches that exclude each other", () => {
    const text =
      "{{- if .a }}\na: 1\n{{- if .b }}\nb: 1\n{{- else }}\n  b\n{{- end }}\n{{- else }}\n  {}\n{{- end }}\nc: 1\n";
    expect(blankTemplates(text).split("\n").filter(Boolean)).toEqual(["a: 1", "b: 1", "c: 1"]);
  });

  it("keeps the lines and what is literal in them", () => {
    const text =
      'a: {{ .Values.a }}\n{{- if .Values.b }}\nb: "{{ .x }}:1"\n{{- toYaml . | nindent 2 }}\n{{/* a\nnote */}}\nc: 1\n';
    expect(isTemplated(text)).toBe(true);
    expect(blankTemplates(text).split("\n")).toEqual([
      "a: __template__",
      "",
      'b: "__template__:1"',
      "",
      "",
      "",
      "c: 1",
      "",
    ]);
  });
});
