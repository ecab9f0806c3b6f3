import { describe, expect, it } from "vitest";
import { attributesOf, factsOf } from "../read-code.ts";

const sent = (...lines: string[]) =>
  factsOf(
    `import express from "express"; const app = express();\napp.get("/go", (req, res) => {\n  const to = req.query.to;\n${lines.join("\n")}\n});\n`,
  );

describe("an address that begins with one slash and not with two", () => {
  it.each([
    ['if (!to.startsWith("/") || to.startsWith("//")) return res.end();', "res.redirect(to);"],
    ['if (to.startsWith("//") || !to.startsWith("/") || to.length > 99) return res.end();', "res.redirect(to);"],
    ['if (to.startsWith("/") && !to.startsWith("//")) { res.redirect(to); }'],
  ])("stays on the own site: %s", (...lines) => {
    expect(attributesOf(sent(...lines), "sink/redirect")).toBeNull();
  });

  it.each([
    ['if (!to.startsWith("/")) return res.end();', "res.redirect(to);"],
    ['if (to.startsWith("//")) return res.end();', "res.redirect(to);"],
    ['if (!to.startsWith("/") && to.startsWith("//")) return res.end();', "res.redirect(to);"],
    ['if (!to.startsWith("/") || req.path.startsWith("//")) return res.end();', "res.redirect(to);"],
  ])("may leave it otherwise: %s", (...lines) => {
    expect(attributesOf(sent(...lines), "sink/redirect")).toMatchObject({ tainted: true });
  });
});
