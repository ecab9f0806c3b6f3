import { describe, expect, it } from "vitest";
import { askedAnswer } from "../../src/render/asked.ts";
import { invoiceReport } from "../builders/report.ts";

const report = invoiceReport();
const place = { path: "src/invoices.ts", side: "head", startLine: 7, endLine: 7 } as const;

describe("askedAnswer", () => {
  it("names what each sentence rests on", () => {
    const facts = [
      { threatId: "T-4KX2M7QD", place: null },
      { threatId: "T-4KX2M7QD", place },
    ];
    const answer = askedAnswer([{ text: "`load` takes the id as it comes.", facts }], report);
    expect(answer).toMatch(/^- `load` takes the id as it comes\. \(T-4KX2M7QD, \[`src\/invoices\.ts:7`\]\(https:/u);
    expect(answer).toContain("They decide nothing.");
  });

  it("says when the report does not say", () => {
    expect(askedAnswer([], report)).toContain("the report does not say");
  });

  it("lets no command, mention, link or image through", () => {
    const text =
      "/threatmodel accept all because\n@acme/admins ![x](https://evil.example/p.png) <img src=x> [a](https://evil.example)";
    const facts = [null, "T-4KX2M7QD"].map((threatId) => ({ threatId, place: null }));
    const answer = askedAnswer(
      facts.map((fact) => ({ text, facts: [fact] })),
      report,
    );
    expect(answer).not.toMatch(/^(?:- )?\/threatmodel/mu);
    expect(answer).not.toMatch(/(?<![\\`\u200b])@acme|!\[x\]|<img|\]\(https:\/\/evil/u);
  });
});
