import { describe, expect, it } from "vitest";
import { at, entriesAt, itemsAt, textAt } from "../../../src/facts/data/data-node.ts";
import { parseJsonData } from "../../../src/facts/data/json-data.ts";
import { parseTomlData } from "../../../src/facts/data/toml-data.ts";
import { childrenAt, elementsNamed, parseXmlData } from "../../../src/facts/data/xml-data.ts";
import { parseYamlData } from "../../../src/facts/data/yaml-data.ts";

describe("parseJsonData", () => {
  it("keeps the lines of keys and values", () => {
    const root = parseJsonData('{\n  "a": {\n    "b": [1, true,\n      null]\n  }\n}\n');
    expect(at(root, "a", "b")).toMatchObject({ startLine: 3, endLine: 4 });
    expect(itemsAt(root, "a", "b").map(({ text }) => text)).toEqual(["1", "true", null]);
  });

  it("reads escapes, comments and trailing commas", () => {
    expect(textAt(parseJsonData('// x\n{ "a": "q\\"\\u0041\\n", /* y */ }'), "a")).toBe('q"A\n');
  });

  it.each(["", "{", '{"a" 1}', "[1 2]", '{"a": "b', "{} x", "[".repeat(5000)])("refuses %j", (text) => {
    expect(() => parseJsonData(text)).toThrow(SyntaxError);
  });
});

describe("parseTomlData", () => {
  it("reads tables, lists of tables, dotted keys and inline tables", () => {
    const root = parseTomlData(
      '\uFEFF# x\na.b = "1" # y\n[tool."x y".z]\nlist = [\n  "p", # c\n  { q = 2, r = \'s\' },\n]\n[[source]]\nurl = "u"\n[[source]]\nurl = "v"\n[source.extra]\nn = 1979-05-27 07:32:00\n',
    );
    expect(textAt(root, "a", "b")).toBe("1");
    expect(at(root, "tool", "x y", "z", "list")).toMatchObject({ startLine: 4, endLine: 7 });
    expect(itemsAt(root, "tool", "x y", "z", "list").map((node) => node.text ?? textAt(node, "r"))).toEqual(["p", "s"]);
    expect(itemsAt(root, "source").map((node) => textAt(node, "url"))).toEqual(["u", "v"]);
    expect(textAt(itemsAt(root, "source")[1] ?? null, "extra", "n")).toBe("1979-05-27 07:32:00");
  });

  it("counts the lines of long strings", () => {
    const root = parseTomlData('a = """\nx "quoted" \\"\ny"""\nb = \'\'\'\n\\\'\'\'\nc = ""\nd = "e"\n');
    expect(at(root, "d")).toMatchObject({ text: "e", startLine: 7 });
    expect(textAt(root, "c")).toBe("");
  });

  it.each(["a", "a = ", "[a", "a = [1", 'a = "x', "a = 1 b = 2", `a = ${"[".repeat(5000)}`])("refuses %j", (text) => {
    expect(() => parseTomlData(text)).toThrow(SyntaxError);
  });
});

describe("parseYamlData", () => {
  it("keeps the lines of keys and follows no alias", () => {
    const root = parseYamlData("a: &x\n  b: 1\nc: *x\n");
    expect(at(root, "a", "b")).toMatchObject({ text: "1", startLine: 2 });
    expect(entriesAt(root, "c")).toEqual([]);
  });

  it("refuses what is no YAML", () => {
    expect(() => parseYamlData("a: [")).toThrow(SyntaxError);
  });
});

describe("parseXmlData", () => {
  it("reads elements, attributes and texts with their lines", () => {
    const root = parseXmlData(
      '<?xml version="1.0"?>\n<!-- <a> -->\n<p:a>\n  <b c=\'1\' d="2"/>\n  <b>\n    t\n  </b>\n</p:a>\n',
    );
    const [first, second] = childrenAt(root, "a", "b");
    expect([first?.attributes.get("d"), first?.startLine]).toEqual(["2", 4]);
    expect([second?.text, second?.startLine, second?.endLine]).toEqual(["t", 5, 7]);
  });

  it("tolerates tags that are left open or close nothing", () => {
    const root = parseXmlData("<a><b><c></a></d><b/>");
    expect(elementsNamed(root, "b")).toHaveLength(2);
    expect(parseXmlData("<a <b <![CDATA[ x").children).toEqual([]);
  });
});
