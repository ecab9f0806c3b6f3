import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import * as fc from "fast-check";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { renderMarkdown } from "../../src/render/markdown.ts";
import { reviewBody } from "../../src/render/review-body.ts";
import { hostileReport, hostileText } from "../builders/hostile-text.ts";
import { invoiceReport, ownershipThreat, quietReport, webhookThreat } from "../builders/report.ts";
import { buildDisposition } from "../builders/disposition.ts";

const IDS = ["AAAAAAAA", "BBBBBBBB", "CCCCCCCC", "DDDDDDDD", "EEEEEEEE", "FFFFFFFF", "GGGGGGGG", "HHHHHHHH"];

/** What a reader sees before opening anything: without folded sections, diagrams and empty lines. */
function firstScreen(body: string): string[] {
  return body
    .replace(/<details><summary>(.*?)<\/summary>[\s\S]*?<\/details>/gu, "$1")
    .replace(/```mermaid[\s\S]*?```/gu, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
}

describe("reviewBody", () => {
  it("has the shape of a review: verdict, change, table, diagram, question, coverage, footer", () => {
    expect(firstScreen(reviewBody(invoiceReport(), []))).toMatchObject([
      "### 2 threats over the gate · 1 resolved",
      "This change opens `POST /hooks/payment` to the internet and removes the ownership check from `GET /invoices/:id`.",
      "|  | threat | where | id |",
      "|---|---|---|---|",
      expect.stringMatching(/^\| 🔴 high \| ① Any signed-in user can read any invoice \| \[`src\/invoices.ts:7`\]/u),
      expect.stringMatching(/^\| 🔴 high \| ② Anyone who finds the URL can mark invoices as paid \|/u),
      expect.stringMatching(/^\| 🟢 resolved \| No longer: Pull-request titles reach a shell \|/u),
      "<sub>thick green is new · amber changed</sub>",
      "**One question.** Is `/hooks/payment` reachable from outside the cluster? If internal, T-B2NQ5VEA is medium. `/threatmodel answer Q1 internal`",
      "Read 2 of 3 files; 1 needs no look (documentation); considered 12 of 12 STRIDE cells",
      "Risk arithmetic",
      "Set aside (2)",
      "<sub>rules 0.4.0 · catalogue 2026.11 · model none · 0 tokens · 1.2 s</sub>",
    ]);
  });

  it("links lines of the head and of the base to the right commit", () => {
    const body = reviewBody(invoiceReport(), []);
    expect(body).toContain(
      "(https://github.com/acme/billing/blob/5e1f0c9a7b3d4e2f6a8b9c0d1e2f3a4b5c6d7e8f/src/invoices.ts#L7)",
    );
    expect(body).toContain("/blob/0a1b2c3d4e5f60718293a4b5c6d7e8f901234567/.github/workflows/ci.yml#L6)");
  });

  it("fits one screen however much there is to say", () => {
    const report = invoiceReport();
    const many = (effect: "introduced" | "resolved" | "pre_existing", first: string) =>
      IDS.map((id) => ownershipThreat({ id: `T-${first}${id.slice(1)}`, effect }));
    const busy = invoiceReport({
      threats: [...many("introduced", "A"), ...many("resolved", "R"), ...many("pre_existing", "P")],
      summary: IDS.map((id) => ({ ...report.summary[0]!, text: `opens \`POST /${id}\`` })),
      questions: IDS.map((_, index) => ({ ...report.questions[0]!, id: `Q${index + 1}` })),
    });
    const body = reviewBody(
      busy,
      busy.threats.map((threat) => ({ threat, others: [] })),
    );
    expect(firstScreen(body).length).toBeLessThanOrEqual(28);
    expect(body).toContain(" and 7 more places | T-AAAAAAAA |");
    expect(body).toContain("5 more in the details below.");
    expect(body).toContain("All 16 threats");
    expect(body.length).toBeLessThanOrEqual(64_000);
  });

  it("gives threats of one kind one row and one number when they are many, and their own when they are few", () => {
    const threats = IDS.map((id, index) =>
      ownershipThreat({ id: `T-${id}`, element: index === 7 ? "POST /hooks/payment" : "GET /invoices/:id" }),
    );
    const other = webhookThreat({ id: "T-ZZZZZZZZ" });
    const many = reviewBody(invoiceReport({ threats: [...threats, other] }), []);
    expect(many.match(/^\| 🔴 high .*/gmu)).toEqual([
      expect.stringMatching(/^\| 🔴 high \| ① .* and 7 more places \| T-AAAAAAAA \|$/u),
      expect.stringMatching(/^\| 🔴 high \| ② .*\) \| T-ZZZZZZZZ \|$/u),
    ]);
    expect(many).toMatch(/"① ② POST \/hooks\/payment"/u);
    const few = threats.slice(0, 3).map((threat) => ({ ...threat, effect: "introduced" as const }));
    const body = reviewBody(invoiceReport({ threats: few }), []);
    expect(body.match(/^\| 🔴 high .*/gmu)).toHaveLength(3);
    expect(body).not.toContain("more place");
  });

  it("gives the paths that lost one control one row, however few they are", () => {
    const threats = IDS.slice(0, 3).map((id) => ownershipThreat({ id: `T-${id}` }));
    const body = reviewBody(invoiceReport({ threats }), []);
    expect(body.match(/^\| 🔴 high .*/gmu)).toEqual([
      expect.stringMatching(/^\| 🔴 high \| ① .* and 2 more places \| T-AAAAAAAA \|$/u),
    ]);
    expect(body).toContain("All 3 threats");
  });

  it("names who accepted a threat and why in its row", () => {
    const disposition = buildDisposition({ by: "mona", reason: "invoices are public", at: "2026-11-22T10:00:00Z" });
    const body = reviewBody(invoiceReport({ threats: [ownershipThreat({ disposition })] }), []);
    expect(body).toContain("| ⚪ accepted | Any signed-in user can read any invoice (by mona: invoices are public) |");
  });

  it("says in one line that nothing changed", () => {
    expect(reviewBody(quietReport(), [])).toBe("No change to the attack surface");
  });

  it("has no section without content", () => {
    const body = reviewBody(invoiceReport({ rejected: [], questions: [], elements: [], flows: [] }), []);
    expect(body).not.toMatch(/Set aside|question|mermaid|There before/u);
  });

  it("says first what was not looked at when the analysis is incomplete", () => {
    const coverage = {
      files: [{ path: "src/big.ts", state: "skipped" as const, reason: "too large", matters: true }],
      cells: [],
      gaps: ["The model part did not answer."],
    };
    const gate = {
      conclusion: "neutral" as const,
      reason: "incomplete" as const,
      failing: [],
      accepted: [],
      complete: false,
      policy: DEFAULT_CONFIG.gate,
    };
    const lines = firstScreen(reviewBody(quietReport({ coverage, gate }), []));
    expect(lines[0]).toBe("### Incomplete: 1 of 1 file not fully looked at");
    expect(lines[1]).toBe("**Not looked at:** `src/big.ts` (skipped: too large) · The model part did not answer.");
  });

  it("does nothing but show text, whatever stands in the report", () => {
    const ours = /^(?:h3|h4|p|table|thead|tbody|tr|th|td|strong|code|pre|ul|ol|li|hr|details|summary|sub|a)$/u;
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = marked.parse(renderMarkdown(hostileReport(text)), { gfm: true, async: false });
        const tags = [...page.matchAll(/<\/?([a-z0-9]+)/giu)].map((tag) => tag[1] ?? "");
        expect(tags.filter((tag) => !ours.test(tag))).toEqual([]);
        const links = [...page.matchAll(/<a href="([^"]*)"/gu)].map((link) => link[1] ?? "");
        expect(links.filter((link) => !link.startsWith("https://github.com/acme/billing/blob/"))).toEqual([]);
        expect(page).not.toContain("<!--");
        expect(page.match(/<details>/gu)?.length).toBe(page.match(/<\/details>/gu)?.length);
      }),
      { numRuns: 200 },
    );
  });
});
