import { describe, expect, it } from "vitest";
import { inlineComment } from "../../src/render/inline-comment.ts";
import { placeInDiff } from "../../src/render/placement.ts";
import type { Threat } from "../../src/domain/threat.ts";
import { evidenceOf, invoiceFiles, invoiceReport, ownershipThreat, webhookThreat } from "../builders/report.ts";

const report = invoiceReport();
const onItsLine = (threat: Threat) =>
  inlineComment({ threat, others: [] }, report, placeInDiff(threat, invoiceFiles()));

describe("inlineComment", () => {
  it("tells threat, lost control, attack, fix, test and ids, in this order", () => {
    const base = "https://github.com/acme/billing/blob/0a1b2c3d4e5f60718293a4b5c6d7e8f901234567/src/invoices.ts#L10";
    expect(onItsLine(ownershipThreat())).toBe(
      [
        "**Any signed-in user can read any invoice** · high, confidence high · T-4KX2M7QD",
        "A signed-in user who can count can read the invoice of another customer through `GET /invoices/:id`, which leads to names, addresses and amounts of every customer being disclosed.",
        `Before this change ([\`src/invoices.ts:10\`](${base}) at the base), and gone now:\n\`\`\`diff\n- if (invoice.ownerId !== request.user.id) return reply.code(404).send();\n\`\`\``,
        "**How I would break this.** Sign in, open my own invoice, count the number down.",
        "**Fix.** Load the invoice by id and owner together.\n```suggestion\n    return invoices.getOwned(request.params.id, request.user.id);\n```",
        "**Prove it.** As user B, request A's invoice: expect 404.",
        "CWE-639 · OWASP A01:2025 · ASVS v5.0.0-8.2.2 · `/threatmodel explain|accept|dismiss T-4KX2M7QD …`",
      ].join("\n\n"),
    );
  });

  it.each(["control", "missing_control"] as const)("shows base lines of the role %s as what is gone", (role) => {
    const threat = ownershipThreat();
    const evidence = threat.evidence.map((one) => (one.side === "base" ? { ...one, role } : one));
    expect(onItsLine({ ...threat, evidence })).toContain("at the base), and gone now:\n```diff\n- if (");
  });

  it("does not repeat the lines that it stands on, but quotes them in a document", () => {
    const quote = 'app.post("/hooks/payment"';
    expect(onItsLine(webhookThreat())).not.toContain(quote);
    expect(inlineComment({ threat: webhookThreat(), others: [] }, report, null)).toContain(quote);
  });

  it("offers a suggestion only where it replaces exactly the commented lines", () => {
    const fix = { path: "src/store.ts", startLine: 3, endLine: 3, replacement: "  return owned;" };
    const comment = onItsLine(ownershipThreat({ fix }));
    expect(comment).not.toContain("```suggestion");
    expect(comment).toMatch(/At \[`src\/store.ts:3`\]\(\S+\/src\/store.ts#L3\):\n```ts\n {2}return owned;\n```/u);
  });

  it("fences a suggestion longer than the backticks inside", () => {
    const fix = { path: "src/invoices.ts", startLine: 7, endLine: 7, replacement: "const x = `````;" };
    expect(onItsLine(ownershipThreat({ fix }))).toContain("``````suggestion\nconst x = `````;\n``````");
  });

  it.each(["const key = '<secret:token:1>';", "x\u202E"])("keeps a patch with %j to itself", (replacement) => {
    const fix = { path: "src/invoices.ts", startLine: 7, endLine: 7, replacement };
    const comment = onItsLine(ownershipThreat({ fix }));
    expect(comment).not.toContain("suggestion");
    expect(comment).toContain("**Fix.** Load the invoice by id and owner together.");
  });

  it("quotes at most eight lines of each place", () => {
    const quote = Array.from({ length: 20 }, (_, index) => `    line ${index}`).join("\n");
    const threat = webhookThreat({ evidence: [evidenceOf({ startLine: 1, endLine: 20, quote })] });
    const comment = inlineComment({ threat, others: [] }, report, null);
    expect(comment).toContain("```ts\nline 0\n");
    expect(comment).toContain("line 7\n…\n```");
  });

  it("names what else is open for the same reason, and how bad where that differs", () => {
    const others = [
      ownershipThreat({ id: "T-AAAAAAAA", element: "DELETE /invoices/:id" }),
      webhookThreat({ id: "T-BBBBBBBB", element: "<b>`", risk: { ...webhookThreat().risk, severity: "medium" } }),
    ];
    const comment = inlineComment({ threat: ownershipThreat(), others }, report, null);
    expect(comment).toContain(
      "**Also open by this.** `DELETE /invoices/:id` (T-AAAAAAAA), `` <b>` `` (medium, T-BBBBBBBB)\n",
    );
  });

  it("names eight of many, and counts the rest", () => {
    const others = Array.from({ length: 11 }, () => ownershipThreat({ id: "T-AAAAAAAA" }));
    const comment = inlineComment({ threat: ownershipThreat(), others }, report, null);
    expect(comment).toContain("(T-AAAAAAAA), 3 more paths\n");
  });

  it("folds a test to copy, and says that nobody ran it", () => {
    const abuseTest = { path: "test/in`voices.test.ts", code: "it();\n```\n</details>" };
    expect(onItsLine(ownershipThreat({ abuseTest }))).toContain(
      "<details><summary>A test for this</summary>\n\nWritten by a model and run by nobody, in the style of ``test/in`voices.test.ts``:\n````ts\nit();\n```\n</details>\n````\n\n</details>",
    );
  });

  it("gives a model's words no code spans", () => {
    const comment = onItsLine(webhookThreat({ origin: "model", breakIt: "Run `curl` @octocat" }));
    expect(comment).toContain("**How I would break this.** Run curl @&#8203;octocat.");
  });
});
