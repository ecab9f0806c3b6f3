import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutText } from "../../../src/pipeline/ground/without-text.ts";

const kept = (code: string, path: string) => withoutText(code, path).trim().replaceAll(/\s+/gu, " ");
const SIGNS = ["`", "${", "}", "{", '"', "'", "\n", "/*", "*/", "//", "/", "\\", "#", " ", "a(", ")", '"""'];

describe("withoutText", () => {
  it.each([
    ["a.ts", "save(x); // it's checked(x)", "save(x);"],
    ["a.py", "x = 1 # checked(x)", "x = 1"],
    ["a.ts", "/* checked(x)\n and more */ save(x)", "save(x)"],
    ["a.ts", "/* checked(x)", ""],
    ["a.ts", "/* checked(x)\nsave(x)", "save(x)"],
    ["a.ts", "  * checked(x)", ""],
    ["a.ts", "  *\nsave(x)", "save(x)"],
    ["a.html", "<!-- checked(x) -->", ""],
    ["a.sql", "-- checked(x)", ""],
    ["a.py", '"""\nchecked(x)\n"""\nsave(x)', "save(x)"],
    ["a.ts", "log('checked(x)', \"checked(x)\")", "log( , )"],
    ["a.ts", "`${checked(x)} checked(y)`", "checked(x)"],
    ["a.ts", "`${one({ a: `${two()} three()` })} ${four('}')} five()`", "one({ a: two() }) four( )"],
    ["a.ts", "log(`${` checked(x) `}`)", "log( )"],
    ["a.ts", 'log("${checked(x)}")', "log( )"],
    ["a.kt", 'log("${checked(x)}")', "log( checked(x) )"],
    ["a.rb", '"#{checked(x)} checked(y)"', "checked(x)"],
    ["a.py", 'f"{checked(x)} checked(y)"', "f checked(x)"],
    ["a.py", '"{checked(x)}"', ""],
    ["a.ts", "// ${checked(x)}'", ""],
    ["a.rs", "#[checked(x)]", "#[checked(x)]"],
    ["a.rs", "fn a<'a>(x: &'a str) { checked(x) }", "fn a<'a>(x: &'a str) { checked(x) }"],
    ["a.php", '<?php $a = "one\nchecked(x)"; save()', "<?php $a = ; save()"],
    ["a.php", "<p>Don't</p>\n<?php checked(x) ?>\n<p>can't</p>", "<p>Don't</p> <?php checked(x) ?> <p>can't</p>"],
    ["a.rs", "if c == '\"' { checked(x) } else { one('\\'', \"a\") }", "if c == { checked(x) } else { one( , ) }"],
    ["a.rs", 'let a = "one\nchecked(x)"; save()', "let a = ; save()"],
    ["a.rb", "=begin\nchecked(x)\n=end\nsave", "save"],
    ["a.rb", "note(<<~TEXT, one)\n  checked(x)\n  TEXT\nsave", "note( , one) save"],
    ["a.php", "<?php $a = <<<EOT\nchecked($x)\nEOT;\nsave();", "<?php $a = ; save();"],
    ["a.rb", "list <<WORD\nchecked(x)", "list <<WORD checked(x)"],
    ["a.ts", "a = b <<c\nchecked(x)\nc", "a = b <<c checked(x) c"],
    ["a.ts", "this.#checked(x)", "this.#checked(x)"],
    ["a.ts", "i--; checked(x)", "i--; checked(x)"],
    ["a.ts", "t.replace(/\\/*$/, y); checked(x)", "t.replace( , y); checked(x)"],
    ["a.ts", "const r = /[`/]/; checked(x)", "const r = ; checked(x)"],
    ["a.ts", "a / b; checked(x) / 2", "a / b; checked(x) / 2"],
    ["a.ts", "a(`never closed; checked(x)", "a(`never closed; checked(x)"],
    ["a.ts", 'a("never closed\nchecked(x)', 'a("never closed checked(x)'],
  ])("leaves of %s: %j only the code", (path, code, left) => {
    expect(kept(code, path)).toBe(left);
  });

  it("keeps as many lines as there were", () => {
    const code = "a(`x\n${b(\n1)}\n`);\n/* c\nd */\ne();";
    expect(withoutText(code, "a.ts").split("\n")[6]).toBe("e();");
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SIGNS), { maxLength: 60 }), (parts) => {
        const text = parts.join("");
        expect(withoutText(text, "a.ts").split("\n")).toHaveLength(text.split("\n").length);
      }),
    );
  });

  it.each(["<<A\n", "<<A\nB\n", "=begin\n", '"', "'\n"])(
    "does not choke on %j of Ruby many times over",
    (part) => {
      const text = Array.from({ length: 50_000 }, (_, index) => part.replace("A", `A${index}`)).join("");
      expect(withoutText(text, "a.rb").split("\n")).toHaveLength(text.split("\n").length);
    },
    3_000,
  );

  it.each([...SIGNS, "\\`", '"\\', "<!--", "`${", " * ", "'''", "a/", "(/", "\n\n", "/*\n", "`${{", "`${'"])(
    "does not choke on %j many times over",
    (part) => {
      const text = part.repeat(100_000);
      expect(withoutText(text, "a.ts").split("\n")).toHaveLength(text.split("\n").length);
    },
    3_000,
  );
});
