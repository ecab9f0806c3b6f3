import * as fc from "fast-check";

/** Pieces that open something in Markdown, HTML or on the code host, mixed with ordinary text. */
const hostilePiece = fc.constantFrom(
  "![x](https://evil.example/a.png)",
  "[click](javascript:alert(1))",
  "[ref][1]\n\n[1]: https://evil.example",
  "<img src=x onerror=alert(1)>",
  "<!-- threatdiff:id -->",
  "</details>",
  "<https://evil.example>",
  "https://evil.example/?q=",
  "www.evil.example",
  "someone@evil.example",
  "@octocat",
  "#123",
  "acme/billing#7",
  "GH-12",
  "/lgtm",
  "\n/deploy",
  "```",
  "~~~~",
  "`",
  "|",
  "\\",
  "\\|",
  "$x$",
  "\n- item",
  "\n# title",
  "\n> quote",
  "1. one",
  "*",
  "_",
  "&lt;",
  "&#64;octocat",
  "\u202E",
  "\u200B",
  "\u{E0041}",
  "\uD800",
  "\r\n",
  "\t",
  "ordinary words",
);
/** Text as an attacker would put it into a title, a path, a quote or a model's answer. */
export const hostileText = fc
  .array(fc.oneof(hostilePiece, fc.string({ unit: "grapheme" })), { maxLength: 12 })
  .map((parts) => parts.join(""));
