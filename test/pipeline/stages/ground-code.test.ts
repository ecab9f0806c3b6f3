import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import type { ChangeSet } from "../../../src/domain/change-set.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { verify } from "../../../src/pipeline/stages/verify.ts";
import { groundTools } from "../../builders/ground-tools.ts";
import { buildChange, reverseChange } from "../../builders/change-set.ts";
import { effectsOf } from "../../builders/grounding.ts";

const CATALOGUE = loadCatalogue();

const INVOICES = `import express from "express";
import { db } from "./db.js";

export const app = express();

app.get("/invoices/:id", requireUser, async (request, response) => {
  const invoice = await db.invoices.findUnique({ where: { id: request.params.id } });
  if (invoice.ownerId !== request.user.id) {
    return response.status(404).end();
  }
  response.json(invoice);
});

app.get("/reports", requireUser, async (request, response) => {
  const rows = await db.query("SELECT * FROM reports WHERE name = '" + request.query.name + "'");
  response.json(rows);
});
`;
const UNCHECKED = INVOICES.replace(/ {2}if \(invoice[^]*?\n {2}\}\n/u, "");
const PATH = "src/invoices.ts";

function changed(base: string, head: string, path = PATH): ChangeSet {
  return buildChange({ files: { [path]: { base, head } } });
}

async function groundedWith(change: ChangeSet) {
  const grounded = await ground(change, DEFAULT_CONFIG, groundTools(CATALOGUE));
  const { threats, rejected } = verify(grounded.candidates, change);
  expect(rejected).toEqual([]);
  return { grounded, threats };
}

describe("ground, on source code", () => {
  it("says that an owner check is gone, with its lines at the base, and leaves the older threat alone", async () => {
    const { grounded, threats } = await groundedWith(changed(INVOICES, UNCHECKED));
    const effects = effectsOf(grounded);
    expect(effects.filter((line) => !line.endsWith("pre_existing"))).toEqual([
      "missing-ownership-check GET /invoices/:id: mitigation_weakened",
    ]);
    expect(effects).toContain("sql-injection GET /reports: pre_existing");
    const lost = threats.flatMap(({ evidence }) => evidence).filter(({ side }) => side === "base");
    expect(lost.map(({ startLine, role }) => `${startLine} ${role}`)).toEqual(["8 missing_control"]);
    expect(grounded.delta.controls.find(({ control }) => control === "ownership")).toMatchObject({
      path: "GET /invoices/:id",
      base: "present",
      head: "absent",
    });
  });

  it("resolves it when the check comes back", async () => {
    const { grounded } = await groundedWith(reverseChange(changed(INVOICES, UNCHECKED)));
    expect(effectsOf(grounded)).toContain("missing-ownership-check GET /invoices/:id: resolved");
  });

  it.each([
    ["comments", INVOICES.replaceAll(/^(app|import)/gmu, "// A note.\n$1")],
    [
      "another layout",
      INVOICES.replaceAll(/^/gmu, "    ").replaceAll("(request, response) =>", "(request,  response)  =>"),
    ],
    ["another order", INVOICES.replace(/(app\.get\("\/invoices[^]*?\n\}\);\n)\n([^]*)$/u, "$2\n$1")],
  ])("sees no change of the system in %s", async (_, head) => {
    expect(head).not.toBe(INVOICES);
    const { grounded, threats } = await groundedWith(changed(INVOICES, head));
    expect(threats.filter(({ effect }) => effect !== "pre_existing")).toEqual([]);
    expect(grounded.delta.elements.filter(({ change }) => change !== "unchanged")).toEqual([]);
  });

  it("keeps ids and effects when the file is renamed", async () => {
    const before = await groundedWith(changed(INVOICES, `${INVOICES}\n`));
    const files = { "src/billing.ts": { base: INVOICES, head: INVOICES, previousPath: PATH } };
    const after = await groundedWith(buildChange({ files }));
    expect(after.threats.map(({ id, effect }) => `${id} ${effect}`)).toEqual(
      before.threats.map(({ id, effect }) => `${id} ${effect}`),
    );
    expect(new Set(after.threats.map(({ effect }) => effect))).toEqual(new Set(["pre_existing"]));
  });

  it("reads Python as well", async () => {
    const head = `from flask import Flask, request
import subprocess

app = Flask(__name__)

@app.route("/ping", methods=["POST"])
def ping():
    return subprocess.check_output("ping " + request.form["host"], shell=True)
`;
    const { threats } = await groundedWith(buildChange({ files: { "app.py": { head } } }));
    const injection = threats.find(({ kind }) => kind === "command-injection");
    expect(injection).toMatchObject({
      effect: "introduced",
      element: "POST /ping",
      zoneCrossing: "internet>application",
    });
    expect(injection?.claim).toEqual({ quoteFound: true, reachable: "yes", controlAbsent: "yes" });
  });

  it("gives a result for every category of what changed", async () => {
    const { grounded } = await groundedWith(changed(INVOICES, UNCHECKED));
    expect(grounded.cells.filter(({ element }) => element === "GET /invoices/:id").map(({ result }) => result)).toEqual(
      expect.arrayContaining(["threat", "not_applicable"]),
    );
    expect(grounded.cells.filter(({ result }) => result === "not_considered")).toEqual([]);
  });

  it("reads and judges two hundred changed files", async () => {
    const names = Array.from({ length: 200 }, (_, index) => `src/invoices-${index}.ts`);
    const files = Object.fromEntries(
      names.map((name, index) => {
        const own = (text: string) => text.replaceAll("/invoices/", `/invoices-${index}/`);
        return [name, { base: own(INVOICES), head: own(UNCHECKED) }];
      }),
    );
    const { candidates } = await ground(buildChange({ files }), DEFAULT_CONFIG, groundTools(CATALOGUE));
    expect(candidates.filter(({ effect }) => effect === "mitigation_weakened")).toHaveLength(200);
  });
});
