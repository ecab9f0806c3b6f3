import { expect, it } from "vitest";
import { printReview } from "../../src/demo/print-review.ts";

it("prints escaped text as a browser shows it, and code as it is", () => {
  const body = 'Runs on pull\\_request\\_target: `a\\_b`\n\n```ts\nconst quote = "\\"";\n```';
  const check = { name: "Threatdiff", conclusion: "failure", title: "1 threat over the gate" };
  const printed = printReview({ title: "A change", check, reviews: [body], comments: [] }, false);
  expect(printed).toContain('Runs on pull_request_target: `a\\_b`\n\n```ts\nconst quote = "\\"";\n```');
});

it("prints the overview without pipes and the lines that a comment stands on", () => {
  const body =
    "|  | threat | where | id |\n|---|---|---|---|\n| 🔴 **critical** | One \\| two | [`a.ts:9`](https://x.test) | T-A |\n| 🟠 medium | Three | `b.ts:1` | T-B |\n";
  const check = { name: "Threatdiff", conclusion: "failure", title: "2 threats" };
  const code = [
    { number: 9, text: "  await run();" },
    { number: 10, text: "}" },
  ];
  const comments = [{ path: "a.ts", line: 10, body: "**One.** Two.", code }];
  const printed = printReview({ title: "A change", check, reviews: [body], comments }, false);
  expect(printed).toContain(
    "🔴 critical  One | two\n             `a.ts:9` · T-A\n🟠 medium    Three\n             `b.ts:1` · T-B\n",
  );
  expect(printed).toContain("a.ts:10\n   9 │   await run();\n  10 │ }\n\nOne. Two.\n");
});
