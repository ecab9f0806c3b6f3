import { describe, expect, it } from "vitest";
import { summarize } from "../../../src/pipeline/stages/summarize.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundScopes } from "../../builders/grounding.ts";
import { invoiceChange, invoiceGrounded, largeInvoiceChange, openSession } from "../../builders/model-run.ts";
import { scriptModel } from "../../fakes/scripted-model.ts";

const ITEM = {
  path: "src/invoices.ts",
  side: "head",
  line: 10,
  quote: "  invoices.get(request.body.invoice).paid = true;",
  topic: "store",
  change: "added",
  text: "marks invoices as paid on\u202E request.",
};

const CHANGE = largeInvoiceChange();

describe("summarize", () => {
  it("works from facts alone without a model", async () => {
    const { items, questions } = await summarize(invoiceChange(), invoiceGrounded(), null);
    expect(items.map(({ text }) => text)).toEqual([
      "opens `POST /hooks/payment` to the internet",
      "removes the ownership check from `GET /invoices/:id`",
    ]);
    expect(questions).toEqual([]);
  });

  it("adds what a model saw where its lines are found, cleaned, after what facts say", async () => {
    const invented = { ...ITEM, quote: "deleteEverything();" };
    const questions = ["Who may call `/hooks/payment`?", "Who may call `/hooks/payment`?", "", "Second?", "Third?"];
    const session = openSession(scriptModel({ summarize: { items: [invented, ITEM], questions } }));
    const summary = await summarize(CHANGE, invoiceGrounded(CHANGE), session);
    expect(summary.items.slice(2)).toEqual([
      {
        text: "marks invoices as paid on request",
        change: "added",
        topic: "store",
        path: "src/invoices.ts",
        side: "head",
        line: 10,
        origin: "model",
      },
    ]);
    expect(summary.questions).toEqual(["Who may call `/hooks/payment`?", "Second?"]);
  });

  it("does not say the same place twice", async () => {
    const known = {
      ...ITEM,
      line: 8,
      quote: 'app.post("/hooks/payment", (request, response) => {',
      topic: "entry_point",
    };
    const session = openSession(scriptModel({ summarize: { items: [known], questions: [] } }));
    expect((await summarize(CHANGE, invoiceGrounded(CHANGE), session)).items).toHaveLength(2);
  });

  it("keeps the facts when the model fails, and does not call that a gap in the review", async () => {
    const session = openSession(scriptModel({ summarize: { answer: { outcome: "truncated" } } }));
    expect((await summarize(CHANGE, invoiceGrounded(CHANGE), session)).items).toHaveLength(2);
    expect(session.gaps).toEqual([]);
  });

  it("does not ask about a change that the finder reads as a whole", async () => {
    const model = scriptModel();
    expect((await summarize(invoiceChange(), invoiceGrounded(), openSession(model))).items).toHaveLength(2);
    expect(model.requests).toEqual([]);
  });

  it("does not ask when only prose changed", async () => {
    const model = scriptModel();
    const change = buildChange({ files: { "README.md": { base: "a\n", head: "b\n" } } });
    await summarize(change, groundScopes({}, { change }), openSession(model));
    expect(model.requests).toEqual([]);
  });

  it("shows the model no title and no description", async () => {
    const model = scriptModel({ summarize: { items: [], questions: [] } });
    await summarize(CHANGE, invoiceGrounded(CHANGE), openSession(model));
    expect(JSON.stringify(model.requests)).not.toMatch(/TITLE-MARK|BODY-MARK/u);
    expect(model.requests[0]?.tier).toBe("small");
  });
});
