import { describe, expect, it } from "vitest";
import type { Asker, CommandContext } from "../../src/commands/command.ts";
import { answerCommand } from "../../src/commands/index.ts";
import { parseCommandLine } from "../../src/commands/parse.ts";
import { bindingOf } from "../../src/domain/binding.ts";
import type { ThreatReport } from "../../src/domain/report.ts";
import { invoiceReport, ownershipThreat } from "../builders/report.ts";

const ann: Asker = { login: "ann", permission: "write", isAuthor: false };
const bob: Asker = { login: "bob", permission: "write", isAuthor: true };
const now = new Date("2026-11-23T12:00:00Z");
const ID = "T-4KX2M7QD";

function ask(text: string, asker: Asker = ann, report: ThreatReport | null = invoiceReport()) {
  const context: Omit<CommandContext, "asker"> = { report, disclosure: "full", settings: null, now };
  return answerCommand(parseCommandLine(text), asker, context);
}

function withPolicy(selfAccept: boolean): ThreatReport {
  const report = invoiceReport();
  const { gate } = report;
  return { ...report, gate: { ...gate, failing: [ID], policy: { ...gate.policy, selfAccept } } };
}

describe("accept, dismiss and reopen", () => {
  it("record who decided what, why, until when, and what it was decided on", () => {
    const { decisions, reply, reaction } = ask(`accept ${ID} until 2026-12-31 because The tool is internal`);
    expect(decisions).toEqual([
      {
        verb: "accept",
        threatId: ID,
        by: "ann",
        role: "write",
        reason: "The tool is internal",
        at: now.toISOString(),
        headSha: invoiceReport().headSha,
        byAuthor: false,
        expires: "2026-12-31T23:59:59.999Z",
        boundTo: bindingOf(ownershipThreat()),
      },
    ]);
    expect([reply, reaction]).toEqual([
      `${ID} is accepted until the end of 2026-12-31. The check follows. It lapses when the quoted code or its risk changes.`,
      "+1",
    ]);
  });

  it.each([
    [`accept ${ID.toLowerCase()} internal tool`, "accept", "internal tool"],
    [`dismiss ${ID} because Wrong, it is public`, "dismiss", "Wrong, it is public"],
    [`dismiss ${ID} until we meet again`, "dismiss", "until we meet again"],
    [`reopen ${ID}`, "reopen", ""],
  ])("read %j", (text, verb, reason) => {
    expect(ask(text).decisions?.[0]).toMatchObject({ verb, reason, threatId: ID, expires: null });
  });

  it.each([
    [`accept ${ID}`, "Please say why"],
    [`accept ${ID} because`, "Please say why"],
    [`accept ${ID} until tomorrow because x`, "Until when?"],
    [`accept ${ID} until 2026-02-30 because x`, "Until when?"],
    [`accept ${ID} until 2026-11-22 because x`, "Until when?"],
    [`accept ${ID} until 2030-01-01 because x`, "Until when?"],
    [`dismiss ${ID}`, "/threatmodel dismiss <threat id> because <reason>"],
    ["accept T-ZZZZZZZZ because x", "There is no `T-ZZZZZZZZ`"],
    ["accept because x", "There is no `because`"],
    ["accept", "Which threat?"],
    ["accept T-Q7C3HRZK because x", "T-Q7C3HRZK blocks nothing: this change did not bring it."],
  ])("answer %j with what would be right, and decide nothing", (text, words) => {
    const { decisions, reply, reaction } = ask(text);
    expect([decisions, reaction]).toEqual([undefined, "confused"]);
    expect(reply).toContain(words);
  });

  it("are for maintainers, and for the author only where the repository says so", () => {
    expect(ask(`accept ${ID} because x`, { ...ann, permission: "read" })).toMatchObject({ kind: "denied" });
    expect(ask(`accept ${ID} because x`, { ...bob, permission: "read" })).toMatchObject({ kind: "denied" });
    expect(ask(`accept ${ID} because x`, bob, withPolicy(false)).reply).toContain("somebody else has to decide");
    expect(ask(`accept ${ID} because x`, bob, withPolicy(false)).decisions?.[0]).toBeUndefined();
    expect(ask(`accept ${ID} because x`, bob, withPolicy(true)).decisions?.[0]).toMatchObject({ by: "bob" });
    expect(ask(`accept ${ID} because x`, ann, withPolicy(false)).decisions?.[0]).toMatchObject({ by: "ann" });
  });

  it("take all that blocks at once", () => {
    const { decisions, reply } = ask("accept all because x", ann, withPolicy(false));
    expect(decisions?.map((one) => one.verb !== "answer" && one.threatId)).toEqual([ID]);
    expect(reply).toContain(`${ID} is accepted.`);
    const { gate, ...report } = withPolicy(false);
    expect(ask("accept all because x", ann, { ...report, gate: { ...gate, failing: [] } })).toMatchObject({
      reply: "Nothing blocks.",
      reaction: "confused",
    });
  });

  it("let authors decide about what blocks nothing", () => {
    const { gate, ...report } = withPolicy(false);
    const open = { ...report, gate: { ...gate, failing: [] } };
    expect(ask(`dismiss ${ID} because x`, bob, open).decisions?.[0]).toMatchObject({ verb: "dismiss" });
  });

  it("have nothing to decide before the first report", () => {
    expect(ask(`accept ${ID} because x`, ann, null)).toMatchObject({ reply: expect.stringContaining("no report yet") });
  });
});

describe("answer", () => {
  const [question] = invoiceReport().questions;

  it("records the answer for the threats that the question is about", () => {
    const { decisions, reply } = ask("answer q1 INTERNAL because the mesh ends there");
    expect(decisions?.[0]).toMatchObject({
      verb: "answer",
      question: question?.text,
      answer: "internal",
      reason: "the mesh ends there",
      by: "ann",
    });
    expect(decisions?.[0]?.verb === "answer" && Object.keys(decisions[0].boundTo)).toEqual(question?.threatIds);
    expect(reply).toBe("Noted for Q1: internal. T-B2NQ5VEA will be scored with it.");
  });

  it.each([
    ["answer", "Which question? There is `Q1` (`internal`)."],
    ["answer Q9 internal", "There is no `Q9`; there is `Q1` (`internal`)."],
    ["answer Q1 maybe", "The answers to Q1 are `internal`."],
    ["answer Q1 internally", "The answers to Q1 are `internal`."],
  ])("says to %j what can be answered", (text, reply) => {
    expect(ask(text)).toMatchObject({ reply, reaction: "confused" });
    expect(ask(text).decisions?.[0]).toBeUndefined();
  });

  it("is not for authors whose pull request it would open", () => {
    const report = invoiceReport();
    const gate = { ...report.gate, failing: [...(question?.threatIds ?? [])] };
    expect(ask("answer Q1 internal", bob, { ...report, gate }).decisions?.[0]).toBeUndefined();
  });
});

describe("status, fix and diagram", () => {
  it("tell where things stand", () => {
    expect(ask("status").reply).toContain("over the gate");
    expect(ask(`fix ${ID}`).reply).toContain("**Fix.**");
    expect(ask("diagram").reply).toMatch(/^```mermaid\n/u);
  });

  it("show no details that the repository keeps to itself", () => {
    const context: Omit<CommandContext, "asker"> = {
      report: invoiceReport(),
      disclosure: "summary",
      settings: null,
      now,
    };
    for (const text of [`fix ${ID}`, "diagram", `explain ${ID}`]) {
      expect(answerCommand(parseCommandLine(text), ann, context).reply).toContain("does not show details");
    }
  });
});
