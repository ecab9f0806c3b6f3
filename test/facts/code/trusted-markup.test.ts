import { describe, expect, it } from "vitest";
import { attributesOf, factsOf, scopesOf } from "../read-code.ts";

const given = (call: string, above = "") =>
  `${above}\nexport class View {\n  show(note) {\n    return ${call};\n  }\n}\n`;

describe("a text that code says is markup", () => {
  it.each([
    [
      "this.sanitizer.bypassSecurityTrustHtml(note.message)",
      'import { DomSanitizer } from "@angular/platform-browser";',
    ],
    ["new Handlebars.SafeString(note.message)", 'import Handlebars from "handlebars";'],
    ["unsafeHTML(note.message)", 'import { unsafeHTML } from "lit/directives/unsafe-html.js";'],
  ])("becomes a part of the page as it is: %s", (call, above) => {
    expect(attributesOf(factsOf(given(call, above), "src/view.ts"), "sink/html")).toMatchObject({ format: "raw" });
  });

  it.each(['this.sanitizer.bypassSecurityTrustHtml("<b>x</b>")', "this.sanitizer.sanitize(1, note.message)"])(
    "is none that is fixed or cleaned: %s",
    (call) => {
      const facts = scopesOf(given(call), "src/view.ts").flatMap((scope) => scope.facts);
      expect(attributesOf(facts, "sink/html")).toBeNull();
    },
  );
});
