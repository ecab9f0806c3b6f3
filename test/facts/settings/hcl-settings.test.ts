import { describe, expect, it } from "vitest";
import { parseHcl } from "../../../src/facts/settings/hcl-settings.ts";
import { entriesNamed, settingAt, textAt, textsOf } from "../../../src/facts/settings/setting.ts";

function valueOf(expression: string) {
  return settingAt(parseHcl(`x = ${expression}\nafter = "here"\n`).root, "x");
}

describe("parseHcl", () => {
  it("reads blocks with their labels, nested ones and their lines", () => {
    const { root, fault } = parseHcl(
      'resource "aws_lb" "front" {\n  # note\n  access_logs {\n    enabled = true\n  }\n}\n',
    );
    const [block] = entriesNamed(root, "resource");
    expect(fault).toBeNull();
    expect(block).toMatchObject({ labels: ["aws_lb", "front"], lines: { start: 1, end: 6 } });
    expect(textAt(block?.value ?? null, "access_logs", "enabled")).toBe("true");
  });

  it.each([
    ['"text" # note', "text"],
    ['"a \\"b\\""', 'a "b"'],
    ["443", "443"],
    ["true", "true"],
    ["<<-END\n  line\n  END", "  line\n"],
    ['"$${literal}"', "$${literal}"],
  ])("takes the literal %s as it is", (expression, text) => {
    expect(valueOf(expression)?.text).toBe(text);
  });

  it.each([
    ["var.name", "var.name"],
    ['"${var.name}"', "var.name"],
    ['"prefix-${var.name}"', "prefix-${var.name}"],
    ["var.on ? 1 : 0", "var.on ? 1 : 0"],
    ['"- ${join(\n", ", [for x in var.all : "${x}"])}"', '- ${join(\n", ", [for x in var.all : "${x}"])}'],
    ['lookup(var.all, "a", "{")', 'lookup(var.all, "a", "{")'],
  ])("keeps what %s is taken from", (expression, reference) => {
    expect(valueOf(expression)).toMatchObject({ text: null, reference });
    expect(textAt(parseHcl(`x = ${expression}\nafter = "here"\n`).root, "after")).toBe("here");
  });

  it("reads lists, objects and what functions only wrap", () => {
    expect(textsOf(valueOf('["a", # one\n "b",]'))).toEqual(["a", "b"]);
    expect(textAt(valueOf('jsonencode({ Effect = "Allow", "Sid" : "x" })'), "Effect")).toBe("Allow");
    expect(textsOf(valueOf('toset(["a"])'))).toEqual(["a"]);
  });

  it("goes on behind lines that are no HCL, and says so", () => {
    const { root, fault } = parseHcl('?? what\na = "b"\nblock {\n');
    expect(textAt(root, "a")).toBe("b");
    expect(fault).toBe("Line 1 is no HCL.");
    expect(parseHcl("block {\n").fault).toBe("The block in line 1 is not closed.");
  });

  it.each(['"${', "f(/* ", 'x = { a = "', "<<E\n"])("comes to the end of %j a hundred thousand times over", (piece) => {
    expect(parseHcl(`x = ${piece.repeat(100_000)}`).root.entries.length).toBeLessThanOrEqual(1);
  });

  it("survives nesting without end", () => {
    expect(parseHcl(`a = ${"[".repeat(20_000)}`).root.entries).toHaveLength(1);
    expect(parseHcl("a {".repeat(20_000)).root.entries).toHaveLength(1);
  });
});
