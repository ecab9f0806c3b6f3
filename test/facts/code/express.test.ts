import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, factsOf, scopesOf, select } from "../read-code.ts";

/** One Express route whose handler has the given body; `before` stands above it. */
function route(body: string, { before = "", guards = "" } = {}): string {
  return `import express from "express";
import { exec, execFile, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import jwt from "jsonwebtoken";
import crypto from "node:crypto";
const app = express();
${before}
app.post("/things/:id", ${guards}async (req, res) => {
${body}
});
`;
}

function handler(body: string, more?: { before?: string; guards?: string }) {
  return factsOf(route(body, more), "src/app.ts", "POST /things/:id");
}

describe("Express entry points", () => {
  it("names a route by method and path and quotes its registration", () => {
    const [scope] = scopesOf(route("res.end();"));
    expect(scope).toMatchObject({
      name: "POST /things/:id",
      element: "process",
      blindSpot: null,
      startLine: 9,
      endLine: 11,
    });
    expect(scope?.entryPoint).toMatchObject({
      quote: 'app.post("/things/:id", async (req, res) => {',
      attributes: { protocol: "http", method: "POST", framework: "express", changes_state: true, exposure: "internet" },
    });
    expect(scope?.facts[0]).toBe(scope?.entryPoint);
  });

  it.each([
    ["/webhooks/stripe", { protocol: "webhook" }],
    ["/admin/users", { area: "admin" }],
    ["/auth/login", { area: "auth" }],
    ["/auth/register", { area: "sign_up" }],
    ["/registration/verify", { area: "auth" }],
    ["/registration/login", { area: "auth" }],
    ["/register/password", { area: "auth" }],
    ["/mfa/register", { area: "auth" }],
    ["/registrations/:id", { area: "general" }],
    ["/auth/logout", { area: "sign_out" }],
    ["/checkout", { area: "payment" }],
    ["/health", { area: "health" }],
    ["/invoices", { area: "general", protocol: "http" }],
    ["/users/update-password", { area: "auth" }],
    ["/users/reset", { area: "auth" }],
    ["/websites/:websiteId/reset", { area: "general" }],
  ])("says what %s is about", (path, attributes) => {
    const text = `import express from "express"; const app = express(); app.get("${path}", (req, res) => res.end());`;
    expect(scopesOf(text)[0]?.entryPoint?.attributes).toMatchObject(attributes);
  });

  it.each([
    ["`${API}/notes`", "", "GET /{API}/notes"],
    ["`${API}/notes`", 'const API = "/v1";', "GET /v1/notes"],
    ["`/v1/${names.notes}/:id`", "", "GET /v1/{names.notes}/:id"],
    ["ROUTES.notes", "", "GET /ROUTES.notes"],
  ])("reads the route %s of an application that is given from outside", (path, before, name) => {
    const text = `import express from "express";\n${before}\nexport default function (app) {\n  app.get(${path}, (req, res) => res.end());\n}\n`;
    expect(scopesOf(text).map((scope) => scope.name)).toContain(name);
  });

  it("knows a handler by what it answers with", () => {
    const text = `import express from "express";\nexport default function (app) {\n  app.get(ROUTES.notes, (r, res) => res.end());\n}\n`;
    expect(scopesOf(text).map((scope) => scope.name)).toContain("GET /ROUTES.notes");
  });

  it.each([
    "app.get(`${API}/notes`, load);",
    "app.get(`${API}/notes`, () => 1);",
    "cache.get(`${API}/x`, (req) => req);",
    "app.get(setting, (x) => x);",
    "api.delete(key, (ok) => ok);",
  ])("takes no call for a route of which nothing says that it answers: %s", (line) => {
    const text = `import express from "express";\nimport { load } from "./load";\nexport default function (app) {\n  ${line}\n}\n`;
    expect(scopesOf(text).flatMap(({ entryPoint }) => entryPoint ?? [])).toEqual([]);
  });

  it("reads chained routes and any-method routes", () => {
    const text = `import { Router } from "express"; const router = Router();
router.route("/a").get((req, res) => res.end()).post((req, res) => res.end());
router.all("/b", (req, res) => res.end());`;
    expect(
      scopesOf(text)
        .map((scope) => scope.name)
        .toSorted(),
    ).toEqual(["ANY /b", "GET /a", "POST /a"]);
  });

  it("follows a handler that is a function of the same file and reports it once", () => {
    const text = `const express = require("express"); const app = express(); const { exec } = require("child_process");
function run(req, res) { exec(req.body.command); }
app.post("/run", run);`;
    const scopes = scopesOf(text);
    expect(scopes.map((scope) => scope.name)).toEqual(["POST /run"]);
    expect(attributesOf(scopes[0]?.facts ?? [], "sink/command")).toMatchObject({
      tainted: true,
      source: "req.body.command",
    });
    expect(scopes[0]).toMatchObject({ startLine: 2, endLine: 2 });
  });

  it.each([
    ["a client", 'client.get("/users", options)'],
    ["a setting", 'app.get("env")'],
    ["a map", 'cache.get("/users", fallback)'],
    ["a test of another server", 'request(app).get("/x", done)'],
  ])("does not take %s for a route", (_, code) => {
    expect(
      scopesOf(`import express from "express"; const app = express(); ${code};`).filter((one) => one.entryPoint),
    ).toEqual([]);
  });

  it("says that guards of an exported router may stand elsewhere", () => {
    const text = `import { Router } from "express"; export const router = Router(); router.get("/a", (req, res) => res.end());`;
    expect(scopesOf(text)[0]?.blindSpot).toContain("where this router is mounted");
  });

  it("knows a handler that is registered elsewhere by its parameters", () => {
    const [scope] = scopesOf(`export async function show(req, res) { res.redirect(req.query.next); }`);
    expect(scope).toMatchObject({ name: "show", entryPoint: null });
    expect(scope?.blindSpot).toContain("registered");
    expect(attributesOf(scope?.facts ?? [], "sink/redirect")).toMatchObject({ source: "req.query.next" });
  });
});

describe("Express input that reaches something", () => {
  it.each([
    [
      "sink/sql",
      "await db.query(`select * from t where id = ${req.params.id}`);",
      { tainted: true, built: "concatenated", source: "req.params.id" },
    ],
    [
      "sink/sql",
      'await db.query("select * from t where id = " + req.params.id);',
      { tainted: true, built: "concatenated" },
    ],
    [
      "sink/sql",
      "const sql = `delete from t where n = ${req.body.n}`;\nawait db.query(sql);",
      { tainted: true, built: "concatenated" },
    ],
    [
      "sink/sql",
      'await db.query("select * from t where id = $1", [req.params.id]);',
      { tainted: false, built: "parameterised" },
    ],
    [
      "sink/sql",
      "await prisma.$queryRaw`select * from t where id = ${req.params.id}`;",
      { tainted: false, built: "parameterised" },
    ],
    ["sink/sql", "await prisma.$queryRawUnsafe(`select * from t where id = ${req.params.id}`);", { tainted: true }],
    [
      "sink/sql",
      "await db.query(`select * from t where id = ${Number(req.params.id)}`);",
      { tainted: false, built: "concatenated" },
    ],
    ["sink/command", "exec(`convert ${req.body.file}`);", { tainted: true, shell: true, callee: "child_process.exec" }],
    ["sink/command", 'execFile("convert", [req.body.file]);', { tainted: true, shell: false, built: "parameterised" }],
    ["sink/command", 'spawn("convert " + req.body.file, { shell: true });', { tainted: true, shell: true }],
    ["sink/command", 'exec("ls");', { tainted: false, built: "literal" }],
    ["sink/file", 'fs.readFileSync(path.join("/data", req.query.name));', { tainted: true, operation: "read" }],
    ["sink/file", 'fs.readFileSync(path.join("/data", path.basename(req.query.name)));', { tainted: false }],
    ["sink/file", "res.sendFile(req.query.name);", { tainted: true, operation: "read" }],
    ["sink/file", "fs.unlinkSync(req.body.path);", { tainted: true, operation: "delete" }],
    ["sink/outbound_http", "await fetch(req.query.url);", { tainted: true, source: "req.query.url" }],
    ["sink/outbound_http", "const { url } = req.query;\nawait fetch(url);", { tainted: true, source: "req.query.url" }],
    [
      "sink/outbound_http",
      "const { query: { url } } = req;\nawait fetch(url);",
      { tainted: true, source: "req.query.url" },
    ],
    [
      "sink/outbound_http",
      "let url = req.query.url;\nif (!url) url = 'https://x.test';\nawait fetch(url);",
      { tainted: true },
    ],
    ["sink/outbound_http", "let url = req.query.url;\nurl = 'https://x.test';\nawait fetch(url);", { tainted: false }],
    [
      "sink/outbound_http",
      "if (!ALLOWED.includes(req.query.url)) return res.status(400).end();\nawait fetch(req.query.url);",
      { tainted: false },
    ],
    [
      "sink/outbound_http",
      "const url = new URL(req.query.url);\nif (!HOSTS.has(url.hostname)) throw new Error();\nawait fetch(url);",
      { tainted: false },
    ],
    [
      "sink/outbound_http",
      "const url = req.query.url;\nif (!url.startsWith('https://')) return res.end();\nawait fetch(url);",
      { tainted: true },
    ],
    ["sink/redirect", "res.redirect(req.query.next);", { tainted: true }],
    ["sink/eval", "eval(req.body.code);", { tainted: true }],
    ["sink/eval", "new Function(req.body.code)();", { tainted: true }],
    ["sink/html", "res.send(`<h1>${req.query.name}</h1>`);", { tainted: true, built: "concatenated" }],
    ["sink/html", "res.status(200).send(req.query.name);", { tainted: true }],
    ["sink/mass_assignment", "await User.create(req.body);", { tainted: true, source: "req.body" }],
    ["sink/mass_assignment", "await User.create({ ...req.body, role: 'user' });", { tainted: true }],
    ["sink/mass_assignment", "await prisma.user.update({ where: { id: 1 }, data: req.body });", { tainted: true }],
    ["sink/mass_assignment", "Object.assign(user, req.body);", { tainted: true }],
    ["sink/regex", "new RegExp(req.query.pattern);", { tainted: true }],
    [
      "sink/error_detail",
      "try { await work(); } catch (error) { res.status(500).send(error.stack); }",
      { format: "stack" },
    ],
    ["sink/error_detail", "work((err) => { if (err) res.json({ error: err.message }); });", { format: "message" }],
    ["sink/log", "console.log('signing in', req.body.password);", { sensitive: true }],
    ["sink/log", "logger.info(req.headers);", { sensitive: true, tainted: true }],
    ["sink/token", "const resetToken = Math.random().toString(36);", { callee: "Math.random" }],
    [
      "data_store/record",
      "res.json(await invoices.get(req.params.id));",
      { operation: "read", keyed_by: "request", collection: "invoices" },
    ],
    [
      "data_store/record",
      "res.json(await prisma.invoice.findUnique({ where: { id: req.params.id } }));",
      { keyed_by: "request", collection: "invoice", scoped_to_user: false },
    ],
    [
      "data_store/record",
      "res.json(await prisma.invoice.findMany({ where: { userId: req.user.id }, take: 50 }));",
      { operation: "list", keyed_by: "session", scoped_to_user: true, limited: true },
    ],
    [
      "data_store/record",
      'await db.query("delete from invoices where id = ?", [Number(req.params.id)]);',
      { operation: "delete", keyed_by: "request" },
    ],
    [
      "external_service/http",
      'await fetch("https://api.partner.test/v1", { body: JSON.stringify(req.body) });',
      { host: "api.partner.test", transport: "https", carries: "body" },
    ],
    ["external_service/http", 'await fetch("http://api.partner.test/v1");', { transport: "http" }],
    ["external_service/http", 'await axios.get("/v1/notes");', { carries: "unknown" }],
    ["data_class/personal", "res.json({ email: user.email });", { field: "email", place: "response" }],
    ["data_class/credential", "res.json({ id: user.id, passwordHash: user.passwordHash });", { place: "response" }],
  ])("finds %s in %s", (wanted, body, attributes) => {
    expect(attributesOf(handler(body), wanted)).toMatchObject(attributes);
  });

  it.each([
    ["data_store/record", "const out = http.request(req.body.options); out.destroy(new Error('late'));"],
    ["data_store/record", "const stream = open(); stream.destroy();"],
    ["sink/html", "res.json({ name: req.query.name });"],
    ["sink/html", "res.send(invoice);"],
    ["sink/html", "res.send(escapeHtml(req.query.name));"],
    ["sink/redirect", 'res.redirect("/home");'],
    [
      "sink/mass_assignment",
      "const schema = z.object({ name: z.string() });\nconst { body } = await parseRequest(req, schema);\nawait User.create(body);",
    ],
    ["sink/mass_assignment", "const { name } = req.body;\nawait User.create({ name });"],
    ["sink/mass_assignment", "const input = schema.parse(req.body);\nawait User.create(input);"],
    ["sink/log", "console.log('started', req.params.id);"],
    ["sink/error_detail", "try { await work(); } catch (error) { logger.error(error); res.status(500).end(); }"],
    ["sink/token", "const delay = Math.random() * 100;"],
    ["data_store/record", "res.json(req.headers.get('x'));"],
    ["data_store/record", "const found = names.find((name) => name === 'x');"],
    ["sink", "// eval(req.body.code)\nconst text = 'exec(`rm ${req.body.x}`)';"],
    ["sink", "type Query = { url: string };\nres.json({ ok: true });"],
  ])("finds no %s in %s", (wanted, body) => {
    expect(select(handler(body), wanted)).toEqual([]);
  });

  it("follows one call into a function of the same file", () => {
    const text = route("await load(req.params.id);", {
      before: "async function load(id) { return db.query(`select * from t where id = ${id}`); }",
    });
    const facts = factsOf(text, "src/app.ts", "POST /things/:id");
    expect(select(facts, "sink/sql")[0]).toMatchObject({
      symbol: "load",
      attributes: { tainted: true, source: "req.params.id" },
    });
  });

  it("keeps mistrusting text that a schema let through, but not what it made a number or a choice", () => {
    const before =
      'import { z } from "zod"; const input = z.object({ url: z.string(), page: z.number(), kind: z.enum(["a"]) });';
    const target = (field: string) =>
      attributesOf(
        handler(`const { ${field} } = input.parse(req.body);\nawait fetch(${field});`, { before }),
        "sink/outbound_http",
      );
    expect(target("url")).toMatchObject({ tainted: true });
    expect(target("page")).toMatchObject({ tainted: false });
    expect(target("kind")).toMatchObject({ tainted: false });
  });

  it("takes what a followed function gives back", () => {
    const text = route("await fetch(target(req));", { before: "const target = (req) => TARGETS.first;" });
    expect(attributesOf(factsOf(text, "src/app.ts", "POST /things/:id"), "sink/outbound_http")).toMatchObject({
      tainted: false,
    });
    const passed = route("await fetch(clean(req.query.url));", { before: "const clean = (url) => url.trim();" });
    expect(attributesOf(factsOf(passed, "src/app.ts", "POST /things/:id"), "sink/outbound_http")).toMatchObject({
      tainted: true,
    });
  });
});

describe("Express controls", () => {
  it.each([
    ["requireAuth, ", ["authn"]],
    ["isAuthenticated, ", ["authn"]],
    ['passport.authenticate("jwt"), ', ["authn"]],
    ['requireRole("admin"), ', ["authn", "authz"]],
    ['auth("manageUsers"), ', ["authn", "authz"]],
    ['requireAuth({ scope: "invoices:write" }), ', ["authn", "authz"]],
    ["[requireAuth, csrfProtection], ", ["authn", "csrf"]],
    ["rateLimit({ max: 5 }), ", ["rate_limit"]],
    ["validateBody(schema), ", ["validation"]],
    ["verifyWebhookSignature, ", ["signature"]],
    ['express.json({ limit: "10kb" }), ', ["size_limit"]],
    ["express.json(), ", []],
    ["optionalAuth, ", []],
    ["logRequests, ", []],
  ])("reads the guard %s", (guards, controls) => {
    expect(effectiveControls(handler("res.end();", { guards }))).toEqual(controls);
  });

  it.each([
    ["authn", "if (!req.user) return res.status(401).end();"],
    ["authn", "if (!req.session.userId) { throw new Error('no'); }"],
    ["authn", "if (req.user == null) return res.sendStatus(401);"],
    ["authz", "if (req.user.role !== 'admin') return res.status(403).end();"],
    ["authz", "if (!req.user.isAdmin) throw new Forbidden();"],
    ["ownership", "const invoice = await load();\nif (invoice.ownerId !== req.user.id) return res.status(404).end();"],
    ["ownership", "if (req.params.userId !== req.user.id) return res.status(403).end();"],
    ["ownership", "if (!invoice.owner.equals(req.user.id)) return res.status(404).end();"],
    ["ownership", "await Invoice.findOne({ _id: req.params.id, userId: req.user.id });"],
    ["ownership", 'await db.query("select * from t where id = $1 and owner_id = $2", [req.params.id, req.user.id]);'],
    ["validation", "const body = schema.parse(req.body);"],
    ["validation", "if (!KINDS.includes(req.query.kind)) return res.status(400).end();"],
    ["signature", "if (!crypto.timingSafeEqual(a, b)) return res.status(401).end();"],
    ["signature", "const event = stripe.webhooks.constructEvent(req.body, header, secret);"],
    [
      "signature",
      'const expected = crypto.createHmac("sha256", s).update(req.rawBody).digest("hex");\nif (expected !== req.headers["x-signature"]) return res.status(401).end();',
    ],
    ["token_verification", "const claims = jwt.verify(token, key);"],
    ["encoding", "res.send(escapeHtml(req.query.name));"],
    ["audit_log", "await auditLog.record('deleted', req.user.id);"],
    ["password_hash", "await bcrypt.hash(req.body.password, 12);"],
  ])("finds %s in %s", (control, body) => {
    expect(
      effectiveControls(
        handler(body, {
          before: 'import bcrypt from "bcrypt"; import Stripe from "stripe"; const stripe = new Stripe(k);',
        }),
      ),
    ).toContain(control);
  });

  it.each([
    ["authn", "const user = req.user;\nif (user) { greet(user); }"],
    ["ownership", "if (invoice.status !== 'open') return res.status(409).end();"],
    ["authz", "if (item.role === 'admin') { promote(item); }"],
    ["validation", "const value = JSON.parse(req.body.text);"],
    ["authn", "const token = auth.token;"],
  ])("finds no %s in %s", (control, body) => {
    expect(effectiveControls(handler(body))).not.toContain(control);
  });

  it("applies a global guard to the routes below it and says why those above are open", () => {
    const text = `import express from "express"; import { requireAuth } from "./auth.ts"; const app = express();
app.get("/before", (req, res) => res.end());
app.use(requireAuth);
app.get("/after", (req, res) => res.end());`;
    expect(effectiveControls(factsOf(text, "src/app.ts", "GET /after"))).toEqual(["authn"]);
    expect(attributesOf(factsOf(text, "src/app.ts", "GET /before"), "control/authn")).toMatchObject({
      effective: false,
      via: "global",
      reason: expect.stringContaining("after the route"),
    });
  });

  it("applies a guard with a prefix to that prefix only", () => {
    const text = `import express from "express"; const app = express();
app.use("/admin", requireAdmin);
app.get("/admin/users", (req, res) => res.end());
app.get("/administration", (req, res) => res.end());`;
    expect(effectiveControls(factsOf(text, "src/app.ts", "GET /admin/users"))).toEqual(["authn", "authz"]);
    expect(effectiveControls(factsOf(text, "src/app.ts", "GET /administration"))).toEqual([]);
  });

  it("gives routes the prefix and guards of where their router is mounted in the file", () => {
    const text = `import express, { Router } from "express"; const app = express(); const api = Router();
api.get("/invoices", (req, res) => res.end());
app.use("/api", requireAuth, api);`;
    const [scope] = scopesOf(text);
    expect(scope).toMatchObject({ name: "GET /api/invoices", blindSpot: null });
    expect(effectiveControls(scope?.facts ?? [])).toEqual(["authn"]);
  });

  it("looks into a guard of the same file whose name tells nothing", () => {
    const before = "function gate(req, res, next) { if (!req.user) return res.status(401).end(); next(); }";
    const facts = handler("res.end();", { before, guards: "gate, " });
    expect(select(facts, "control/authn")[0]).toMatchObject({
      symbol: "gate",
      attributes: { effective: true, via: "middleware" },
    });
  });

  it("does not believe a guard of the same file that lets everyone through", () => {
    const before = "function requireAuth(req, res, next) { next(); }";
    const facts = handler("res.end();", { before, guards: "requireAuth, " });
    expect(attributesOf(facts, "control/authn")).toMatchObject({
      effective: false,
      reason: "it lets every request through",
    });
  });

  it("counts a function that wraps the handler", () => {
    const text = `import express from "express"; const app = express(); app.get("/a", withAuth(async (req, res) => { eval(req.query.x); }));`;
    const facts = factsOf(text);
    expect(effectiveControls(facts)).toEqual(["authn"]);
    expect(attributesOf(facts, "sink/eval")).toMatchObject({ tainted: true });
  });
});

describe("protections that are switched off", () => {
  it.each([
    ["tls", "new https.Agent({ rejectUnauthorized: false });"],
    ["tls", 'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";'],
    ["cookie_flags", 'res.cookie("sid", id, { httpOnly: false });'],
    ["cors", 'app.use(cors({ origin: "*", credentials: true }));'],
    ["cors", "app.use(cors({ origin: true, credentials: true }));"],
    ["csrf", "createServer({ csrf: false });"],
    ["token_verification", "const claims = jwt.decode(token);"],
    ["token_verification", 'jwt.verify(token, key, { algorithms: ["none"] });'],
    ["token_verification", "jwt.verify(token, key, { ignoreExpiration: true });"],
    ["password_hash", 'const hash = crypto.createHash("md5").update(req.body.password).digest("hex");'],
  ])("finds %s in %s", (control, body) => {
    const facts = handler(body, { before: 'import cors from "cors"; import https from "https";' });
    expect(attributesOf(facts, `control/${control}`)).toMatchObject({ effective: false, reason: expect.any(String) });
  });

  it.each([
    ["cors", 'app.use(cors({ origin: "https://shop.test", credentials: true }));'],
    ["cors", 'app.use(cors({ origin: "*" }));'],
    ["password_hash", 'const etag = crypto.createHash("md5").update(req.body.text).digest("hex");'],
    ["tls", "new https.Agent({ rejectUnauthorized: true });"],
    ["tls", "if (settings.allowSelfSigned) { options.agent = new https.Agent({ rejectUnauthorized: false }); }"],
  ])("finds no %s in %s", (control, body) => {
    const facts = handler(body, { before: 'import cors from "cors"; import https from "https";' });
    expect(select(facts, `control/${control}`)).toEqual([]);
  });
});

describe("the file itself", () => {
  it.each([
    ["secret_use/hardcoded", 'const API_KEY = "k3y-48151623-42";', { variable: "API_KEY" }],
    ["secret_use/hardcoded", 'const client = new Client({ password: "hunter2-hunter2" });', { variable: "password" }],
    ["secret_use/hardcoded", 'const key = "<secret:AWSAccessKeyID:1>";', { type: "AWSAccessKeyID" }],
    ["secret_use/environment", "const key = process.env.STRIPE_SECRET_KEY;", { variable: "STRIPE_SECRET_KEY" }],
    ["listener/port", 'app.listen(3000, "0.0.0.0");', { bind: "all", port: "3000" }],
    ["listener/port", 'app.listen(3000, "127.0.0.1");', { bind: "loopback" }],
    ["listener/port", "app.listen(3000);", { bind: "unknown" }],
  ])("finds %s in %s", (wanted, code, attributes) => {
    const facts = factsOf(`import express from "express"; const app = express();\n${code}`, "src/server.ts", "server");
    expect(attributesOf(facts, wanted)).toMatchObject(attributes);
  });

  it.each([
    'const TOKEN_HEADER = "x-auth-token";',
    'const password = "";',
    'const secretName = "projects/x/secrets/y";',
    'const labels = { password: "Password", token: "Your token here" };',
    'const passwordUrl = "https://example.test/reset-password-1";',
    "const apiKey = process.env.API;",
    'const AUTH_TOKEN = "umami.auth";',
    'const S3_ACCESS_KEY = "files.s3.accesskey";',
    'const labels = { password: "label.password", forgotPassword: "Contraseña", token: "パスワードを忘れた" };',
  ])("finds no hardcoded secret in %s", (code) => {
    expect(scopesOf(code).flatMap((scope) => select(scope.facts, "secret_use/hardcoded"))).toEqual([]);
  });
});
