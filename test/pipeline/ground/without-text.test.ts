import { describe, expect, it } from "vitest";
import { withoutText } from "../../../src/pipeline/ground/without-text.ts";

const kept = (code: string) => withoutText(code).trim().replaceAll(/\s+/gu, " ");

describe("withoutText", () => {
  it.each([
    ["save(x); // it's checked(x)", "save(x);"],
    ["x = 1 # checked(x)", "x = 1"],
    ["/* checked(x)\n and more */ save(x)", "save(x)"],
    ["/* checked(x)", ""],
    ["  * checked(x)", ""],
    ["<!-- checked(x) -->", ""],
    ["-- checked(x)", ""],
    ['"""\nchecked(x)\n"""\nsave(x)', "save(x)"],
    ["log('checked(x)', \"checked(x)\")", "log( , )"],
    ["`${checked(x)} checked(y)`", "${checked(x)}"],
    ['"#{checked(x)} checked(y)"', "#{checked(x)}"],
    ['f"{checked(x)} checked(y)"', "{checked(x)}"],
    ['"{checked(x)}"', ""],
    ["// ${checked(x)}'", ""],
    ["#[checked(x)]", "#[checked(x)]"],
    ["this.#checked(x)", "this.#checked(x)"],
    ["i--; checked(x)", "i--; checked(x)"],
  ])("leaves of %j only the code", (code, left) => {
    expect(kept(code)).toBe(left);
  });

  it("keeps as many lines as there were", () => {
    const code = "a(`x\n${b(\n1)}\n`);\n/* c\nd */\ne();";
    expect(withoutText(code).split("\n")).toHaveLength(code.split("\n").length);
    expect(withoutText(code).split("\n")[6]).toBe("e();");
  });
});
