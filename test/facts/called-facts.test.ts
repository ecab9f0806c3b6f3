import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/domain/fact.ts";
import { attributesOf, linkedScopes, select } from "./read-code.ts";

/** Facts of the route of a changed file whose service is context. */
async function express(imports: string, handler: string, service: string): Promise<readonly Fact[]> {
  const scopes = await linkedScopes({
    "src/app.ts": `import express from "express"; ${imports}
const app = express();
app.get("/invoices/:id", requireAuth, async (req, res) => { ${handler} });`,
    "src/service.ts": service,
  });
  return scopes.find((scope) => scope.name === "GET /invoices/:id")?.facts ?? [];
}

async function flask(imports: string, statement: string, service: string): Promise<readonly Fact[]> {
  const scopes = await linkedScopes({
    "shop/app.py": `from flask import Flask, request
import threading
${imports}
app = Flask(__name__)
@app.route("/invoices/<invoice_id>")
def show(invoice_id):
    ${statement}
    return "x"
`,
    "shop/service.py": service,
  });
  return scopes.find((scope) => scope.name === "GET /invoices/<invoice_id>")?.facts ?? [];
}

const REPOSITORY = `import { db } from "./db.ts";
export class InvoicesRepository { async findById(id: string) { return db.query("SELECT * FROM invoices WHERE id = $1", [id]); } }
export const invoicesRepository = { async findById(id: string) { return db.query("SELECT * FROM invoices WHERE id = $1", [id]); } };
export const made = new InvoicesRepository();
export async function findInvoice(database, id: string) { return load(database, id); }
function load(database, id) { return database.query("SELECT * FROM invoices WHERE id = $1", [id]); }
export async function latest() { return db.query("SELECT * FROM invoices WHERE id = $1", [1]); }
export function shout(text: string) { return text.toUpperCase(); }
`;

describe("records that a function of another file looks up", () => {
  it.each([
    ['import { invoicesRepository } from "./service.ts";', "await invoicesRepository.findById(req.params.id);"],
    [
      'import { InvoicesRepository } from "./service.ts"; const all = new InvoicesRepository();',
      "await all.findById(req.params.id);",
    ],
    ['import { made } from "./service.ts";', "await made.findById(req.params.id);"],
    ['import { findInvoice } from "./service.ts";', "await findInvoice(db, req.params.id);"],
    ['import * as service from "./service.ts";', "await service.findInvoice(db, req.params.id);"],
    ['const { findInvoice } = require("./service.ts");', "await findInvoice(db, req.params.id);"],
  ])("belong to the route: %s %s", async (imports, handler) => {
    const facts = await express(imports, handler, REPOSITORY);
    const found = select(facts, "data_store/record").find(({ path }) => path === "src/service.ts");
    expect(found?.attributes).toMatchObject({ operation: "read", keyed_by: "request", collection: "invoices" });
    expect(found?.quote).toContain("SELECT * FROM invoices");
  });

  it.each([
    ['import { findInvoice } from "./service.ts";', 'await findInvoice(db, "1");'],
    ['import { latest } from "./service.ts";', "await latest();"],
    ['import { shout } from "./service.ts";', "res.send(shout(req.params.id));"],
    ['import { findInvoice } from "./elsewhere.ts";', "await findInvoice(db, req.params.id);"],
  ])("stay out of it where the request chooses none: %s %s", async (imports, handler) => {
    const facts = await express(imports, handler, REPOSITORY);
    expect(facts.filter(({ path }) => path === "src/service.ts")).toEqual([]);
  });

  it("follows the controller into the service and the repository, and no further", async () => {
    const scopes = await linkedScopes({
      "src/app.ts": `import express from "express"; import { show } from "./controller.ts";
const app = express(); app.get("/invoices/:id", show);`,
      "src/controller.ts": `import { find } from "./service.ts";
export async function show(req, res) { res.json(await find(req.params.id)); }`,
      "src/service.ts": `import { deeper } from "./deeper.ts"; import { db } from "./db.ts";
export function find(id) { deeper(id); return db.query("SELECT * FROM invoices WHERE id = $1", [id]); }`,
      "src/deeper.ts": `import { db } from "./db.ts"; import { find } from "./service.ts"; import { deepest } from "./deepest.ts";
export function deeper(id) { find(id); deepest(id); return db.query("DELETE FROM invoices WHERE id = $1", [id]); }`,
      "src/deepest.ts": `import { last } from "./last.ts"; export function deepest(id) { last(id); }`,
      "src/last.ts": `import { db } from "./db.ts";
export function last(id) { return db.query("DELETE FROM payments WHERE id = $1", [id]); }`,
    });
    const [route] = scopes.filter(({ name }) => name === "GET /invoices/:id");
    const paths = select(route?.facts ?? [], "data_store/record").map(({ path }) => path);
    expect(paths).toEqual(["src/service.ts", "src/deeper.ts"]);
  });
});

describe("dangerous places that a function of another file leads to", () => {
  const IMPORT = 'import { convert } from "./service.ts";';
  const CONVERT = `import { exec } from "node:child_process";
export function convert(name: string, format = "png") { exec(\`convert \${name} out.\${format}\`); }`;

  it("are reached from the route, which tells it alone", async () => {
    const scopes = await linkedScopes({
      "src/app.ts": `import express from "express"; ${IMPORT}
const app = express(); app.get("/a", (req, res) => { convert(req.query.name); });`,
      "src/service.ts": CONVERT,
    });
    const route = scopes.find(({ name }) => name === "GET /a")?.facts ?? [];
    const own = scopes.find(({ name }) => name === "convert")?.facts ?? [];
    expect(select(route, "sink/command")[0]).toMatchObject({
      path: "src/service.ts",
      startLine: 2,
      attributes: { tainted: true, source: "req.query.name" },
    });
    expect(attributesOf(own, "sink/command")).toEqual({
      tainted: false,
      built: "concatenated",
      shell: true,
      callee: "child_process.exec",
    });
  });

  it.each(['convert("logo.svg");', "convert(Number(req.query.name));"])("are not reached by %s", async (handler) => {
    expect(select(await express(IMPORT, handler, CONVERT), "sink/command")).toEqual([]);
  });

  it.each([
    ["from shop.service import unpack", 'unpack(request.files["archive"])'],
    ["from shop import service", 'service.unpack(request.files["archive"])'],
    ["from .service import unpack", 'threading.Thread(target=unpack, args=(request.files["archive"],)).start()'],
    ["from shop.service import Importer\nimporter = Importer()", 'importer.unpack(request.files["archive"])'],
  ])("are reached in Python: %s, %s", async (imports, statement) => {
    const service = `import zipfile
def unpack(stream):
    zipfile.ZipFile(stream).extractall("/data")
class Importer:
    def unpack(self, stream):
        zipfile.ZipFile(stream).extractall("/data")
`;
    const [archive] = select(await flask(imports, statement, service), "sink/archive");
    expect(archive).toMatchObject({ path: "shop/service.py", attributes: { source: "request.files.archive" } });
  });
});

describe("checks that a function of another file carries out", () => {
  const OWNED = `export function ensureReadable(invoice, user) { if (invoice.ownerId !== user.id) throw new Error("no"); }
export function describeOwner(invoice, user) { return invoice.ownerId === user.id ? "mine" : "theirs"; }`;

  it("protect the route", async () => {
    const handler = "const invoice = await all.get(req.params.id); ensureReadable(invoice, req.user);";
    const facts = await express('import { ensureReadable } from "./service.ts";', handler, OWNED);
    expect(select(facts, "control/ownership")[0]).toMatchObject({ path: "src/service.ts", startLine: 1 });
  });

  it("protect nothing when they only look", async () => {
    const handler = "const invoice = await all.get(req.params.id); describeOwner(invoice, req.user);";
    const facts = await express('import { describeOwner } from "./service.ts";', handler, OWNED);
    expect(select(facts, "control/ownership")).toEqual([]);
  });
});

describe("parameters of functions that others may call", () => {
  const FETCH = `import { exec } from "node:child_process";
export function fetchPage(url: string) { exec(\`curl \${url}\`); }`;

  async function fromParameter(files: Readonly<Record<string, string>>): Promise<unknown> {
    const scopes = await linkedScopes({ "src/fetch.ts": FETCH, ...files });
    const facts = scopes.find(({ name }) => name === "fetchPage")?.facts ?? [];
    return attributesOf(facts, "sink/command")?.from_parameter ?? false;
  }

  it.each([
    ["nobody calls it", {}],
    [
      "a caller passes on its own",
      { "src/a.ts": 'import { fetchPage } from "./fetch"; export const a = (u) => fetchPage(u);' },
    ],
    [
      "one of two callers passes a variable",
      {
        "src/a.ts": 'import { fetchPage } from "./fetch"; fetchPage("https://example.com");',
        "src/b.ts": 'import { fetchPage } from "./fetch"; export const b = (u) => fetchPage(`https://${u}`);',
      },
    ],
    [
      "a namesake gets a constant",
      { "src/a.ts": 'import { fetchPage } from "./other"; fetchPage("https://example.com");' },
    ],
  ])("count when %s", async (_, files) => {
    expect(await fromParameter(files)).toBe(true);
  });

  it.each([
    ["text", 'import { fetchPage } from "./fetch"; fetchPage("https://example.com");'],
    ["a constant", 'import { fetchPage } from "./fetch"; const HOME = "https://example.com"; fetchPage(`${HOME}/a`);'],
    ["text by way of the namespace", 'import * as f from "./fetch"; f.fetchPage("https://example.com");'],
  ])("do not count when every caller in view writes out %s", async (_, text) => {
    expect(await fromParameter({ "src/a.ts": text })).toBe(false);
  });
});

const twice = (name: string) => `
  ${name}(db, "SELECT * FROM t WHERE a = " + req.query.a);
  ${name}(db, "SELECT * FROM t WHERE b = " + req.query.b);`;

describe("a sink in another file", () => {
  const SERVICE = `export function ask(db, text) { return db.query(text); }
export function deep(db, text) { return ask(db, text); }
`;
  it.each(["ask", "deep"])("is reached by the call that hands a value over, each by its own: %s", async (name) => {
    const facts = await express(`import { ${name} } from "./service.ts";`, twice(name), SERVICE);
    const ways = select(facts, "sink/sql").map(({ path, startLine, attributes, handedAt }) => [
      [path, startLine, attributes["source"]],
      [handedAt?.path, handedAt?.startLine, handedAt?.quote],
    ]);
    expect(ways).toEqual([
      [
        ["src/service.ts", 1, "req.query.a"],
        ["src/app.ts", 4, `  ${name}(db, "SELECT * FROM t WHERE a = " + req.query.a);`],
      ],
      [
        ["src/service.ts", 1, "req.query.b"],
        ["src/app.ts", 5, `  ${name}(db, "SELECT * FROM t WHERE b = " + req.query.b); });`],
      ],
    ]);
  });

  it("is not pushed out by many values that reach another one", async () => {
    const asks = Array.from({ length: 45 }, (_, index) => `  ask(db, "a" + req.query.a${index});`);
    const service = `${SERVICE}export function drop(fs, path) { return fs.unlinkSync(path); }\n`;
    const lines = `\n${asks.join("\n")}\n  drop(fs, req.query.path);`;
    const facts = await express('import { ask, drop } from "./service.ts";', lines, service);
    expect(select(facts, "sink/file").map(({ path }) => path)).toEqual(["src/service.ts"]);
  });
});
