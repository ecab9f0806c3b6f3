import { expect, it } from "vitest";
import { printReview } from "../../src/demo/print-review.ts";

it("prints escaped text as a browser shows it, and code as it is", () => {
  const body = 'Runs on pull\\_request\\_target: `a\\_b`\n\n```ts\nconst quote = "\\"";\n```';
  const check = { name: "Threatdiff", conclusion: "failure", title: "1 threat over the gate" };
  const printed = printReview({ title: "A change", check, reviews: [body], comments: [] }, false);
  expect(printed).toContain('Runs on pull_request_target: `a\\_b`\n\n```ts\nconst quote = "\\"";\n```');
});
