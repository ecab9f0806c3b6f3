import { describe, expect, it } from "vitest";
import { factsOf, select } from "../read-code.ts";

function python(classes: string, statement: string) {
  const text = `from flask import Flask, request
from pydantic import BaseModel
from dataclasses import dataclass
from shop.models import Invoice
from shop.schemas import InvoiceInput
from mcp.types import ToolCall
app = Flask(__name__)
${classes}
@app.route("/invoices", methods=["POST"])
def create():
    arguments = request.get_json()
    ${statement}
    return "x"
`;
  return select(factsOf(text, "shop/app.py", "POST /invoices"), "sink/mass_assignment");
}

function express(statements: string) {
  const text = `import express from "express"; import { z } from "zod"; import { db } from "./db.ts";
import { CreateInvoice } from "./inputs.ts"; import { invoiceSchema } from "./schemas.ts";
const Local = z.object({ name: z.string() });
const app = express();
app.post("/invoices", async (req, res) => { ${statements} });`;
  return select(factsOf(text, "src/app.ts", "POST /invoices"), "sink/mass_assignment");
}

describe("a whole body that is given a form", () => {
  it.each([
    ["class Fetch(BaseModel):\n    url: str", "Fetch(**arguments)"],
    ["class Base(BaseModel):\n    pass\nclass Fetch(Base):\n    url: str", "Fetch(**arguments)"],
    ["@dataclass\nclass Fetch:\n    url: str", "Fetch(**arguments)"],
    ["@dataclass(frozen=True)\nclass Fetch:\n    url: str", "Fetch(**arguments)"],
    ["", "InvoiceInput(**arguments)"],
    ["", "ToolCall(**arguments)"],
  ])("is no mass assignment: %s %s", (classes, statement) => {
    expect(python(classes, statement)).toEqual([]);
  });

  it.each([
    ["", "Invoice(**arguments)"],
    ["class Invoice(db.Model):\n    pass", "Invoice(**arguments)"],
    ["class Fetch(BaseModel):\n    url: str", "db.invoices.insert_one(arguments)"],
  ])("is one where a record takes it: %s %s", (classes, statement) => {
    expect(python(classes, statement)).toHaveLength(1);
  });

  it.each([
    "await db.insert(invoiceSchema.parse(req.body));",
    "const input = Local.parse(req.body); await db.insert(input);",
    "const input = await CreateInvoice.parseAsync(req.body); await db.insert({ ...input });",
    "const { data } = CreateInvoice.safeParse(req.body); await db.insert(data);",
    "const input = CreateInvoice.parse(req.body); await db.invoice.create({ data: input });",
  ])("is no mass assignment after a schema: %s", (statements) => {
    expect(express(statements)).toEqual([]);
  });

  it.each(["await db.insert(req.body);", "await db.insert(JSON.parse(req.body));"])(
    "is one without a schema: %s",
    (statements) => {
      expect(express(statements)).toHaveLength(1);
    },
  );
});
