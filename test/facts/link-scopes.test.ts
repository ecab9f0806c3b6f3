import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, linkedScopes, select } from "./read-code.ts";

const ROUTER = `import { Router } from "express";
export const invoicesRouter = Router();
invoicesRouter.get("/:id", async (req, res) => res.json(await invoices.get(req.params.id)));
`;

describe("linkScopes", () => {
  it("gives a router's routes the prefix and the guards of where another file mounts it", async () => {
    const scopes = await linkedScopes({
      "src/invoices.ts": ROUTER,
      "src/app.ts": `import express from "express";
import { invoicesRouter } from "./invoices.ts";
import { requireAuth } from "./auth.ts";
const app = express();
app.use("/api/invoices", requireAuth, invoicesRouter);
`,
    });
    const [scope] = scopes;
    expect(scope).toMatchObject({ name: "GET /api/invoices/:id", path: "src/invoices.ts", blindSpot: null });
    expect(scope?.entryPoint).toMatchObject({
      name: "GET /api/invoices/:id",
      attributes: { route: "/api/invoices/:id" },
    });
    expect(scope?.facts[0]).toBe(scope?.entryPoint);
    expect(select(scope?.facts ?? [], "control/authn")[0]).toMatchObject({ path: "src/app.ts", startLine: 5 });
  });

  it("keeps the blind spot when nobody in view mounts the router", async () => {
    const [scope] = await linkedScopes({ "src/invoices.ts": ROUTER });
    expect(scope?.name).toBe("GET /:id");
    expect(scope?.blindSpot).toContain("mounted");
  });

  it("keeps the blind spot of a router that a class of the project's own makes, wherever it is mounted", async () => {
    const [scope] = await linkedScopes({
      "app/invoices.py": `from app.routing import UserAPIRouter
router = UserAPIRouter(prefix="/invoices")

@router.get("/{invoice_id}")
def show(invoice_id: str):
    return db.get(invoice_id)
`,
      "app/main.py": `from fastapi import FastAPI
from app import invoices
app = FastAPI()
app.include_router(invoices.router)
`,
    });
    expect(scope).toMatchObject({ path: "app/invoices.py", blindSpot: expect.stringContaining("own class") });
  });

  it("does not protect a router with a guard that comes after it is mounted", async () => {
    const [scope] = await linkedScopes({
      "src/invoices.ts": ROUTER,
      "src/app.ts": `import express from "express"; import { invoicesRouter } from "./invoices.js"; import { requireAuth } from "./auth.js";
const app = express();
app.use(invoicesRouter);
app.use(requireAuth);
`,
    });
    expect(attributesOf(scope?.facts ?? [], "control/authn")).toMatchObject({ effective: false });
  });

  it("follows a router through the router that mounts it and through an index file", async () => {
    const [scope] = await linkedScopes({
      "src/routes/invoices.ts": ROUTER,
      "src/routes/index.ts": `export { invoicesRouter } from "./invoices";`,
      "src/api.ts": `import { Router } from "express"; import { invoicesRouter } from "./routes";
const api = Router(); api.use("/invoices", invoicesRouter); export default api;`,
      "src/app.ts": `import express from "express"; import api from "./api"; import { requireAuth } from "./auth";
const app = express(); app.use("/v1", requireAuth, api);`,
    });
    expect(scope).toMatchObject({ name: "GET /v1/invoices/:id", blindSpot: null });
    expect(effectiveControls(scope?.facts ?? [])).toEqual(["authn"]);
  });

  it("follows what a package's module offers to where it is defined", async () => {
    const [scope] = await linkedScopes({
      "app/api/invoices.py": `from flask import Blueprint
invoices = Blueprint("invoices", __name__)
@invoices.route("/<id>")
def show(id):
    return db.get(id)
`,
      "app/api/__init__.py": "from .invoices import invoices\n",
      "app/main.py": `from flask import Flask
from app.api import invoices
app = Flask(__name__)
app.register_blueprint(invoices, url_prefix="/invoices")
`,
    });
    expect(scope).toMatchObject({ name: "GET /invoices/<id>", blindSpot: null });
  });

  it("links routers by the names that manifests give to folders", async () => {
    const files = {
      "packages/api/src/invoices.ts": ROUTER,
      "apps/web/src/app.ts": `import express from "express"; import { invoicesRouter } from "@acme/api/invoices";
const app = express(); app.use("/v2", requireAuth, invoicesRouter);`,
    };
    const aliases = [{ within: "", pattern: "@acme/api/*", targets: ["packages/api/src/*"] }];
    const [scope] = await linkedScopes(files, aliases);
    expect(scope).toMatchObject({ name: "GET /v2/:id", blindSpot: null });
  });

  it("reads CommonJS routers", async () => {
    const users = `const router = require("express").Router(); router.get("/", (req, res) => res.end()); module.exports = router;`;
    const [inline] = await linkedScopes({
      "routes/users.js": users,
      "app.js": `const express = require("express"); const app = express(); app.use("/users", requireAuth, require("./routes/users"));`,
    });
    const [named] = await linkedScopes({
      "routes/users.js": users,
      "app.js": `const express = require("express"); const users = require("./routes/users"); const app = express(); app.use("/users", requireAuth, users);`,
    });
    for (const scope of [inline, named]) {
      expect(scope).toMatchObject({ name: "GET /users", blindSpot: null });
      expect(effectiveControls(scope?.facts ?? [])).toEqual(["authn"]);
    }
  });

  it("joins a route with the handler that another file defines", async () => {
    const scopes = await linkedScopes({
      "src/controllers/files.ts": `import fs from "node:fs";
export const filesController = {
  async show(req, res) { res.send(fs.readFileSync(req.query.path)); },
};`,
      "src/app.ts": `import express from "express"; import { filesController } from "./controllers/files.ts";
const app = express();
app.get("/files", requireAuth, filesController.show);`,
    });
    expect(scopes.map((scope) => scope.name)).toEqual(["GET /files"]);
    expect(scopes[0]).toMatchObject({ path: "src/controllers/files.ts", startLine: 3, blindSpot: null });
    expect(attributesOf(scopes[0]?.facts ?? [], "sink/file")).toMatchObject({ tainted: true });
    expect(effectiveControls(scopes[0]?.facts ?? [])).toEqual(["authn"]);
  });

  it("joins a handler that is a method of an imported class", async () => {
    const scopes = await linkedScopes({
      "src/files.controller.ts": `export class FilesController { show(req, res) { res.redirect(req.query.next); } }`,
      "src/app.ts": `import express from "express"; import { FilesController } from "./files.controller";
const app = express(); const files = new FilesController();
app.get("/files", files.show.bind(files));`,
    });
    expect(scopes.map((scope) => scope.name)).toEqual(["GET /files"]);
  });

  it("does not believe an imported guard that lets everyone through", async () => {
    const scopes = await linkedScopes({
      "src/auth.ts": `export function requireAuth(req, res, next) { next(); }`,
      "src/app.ts": `import express from "express"; import { requireAuth } from "./auth.ts"; const app = express();
app.get("/me", requireAuth, (req, res) => res.end());`,
    });
    expect(attributesOf(scopes.find((scope) => scope.name === "GET /me")?.facts ?? [], "control/authn")).toMatchObject({
      effective: false,
      reason: "it lets every request through",
    });
  });

  it("mounts Flask blueprints and FastAPI routers of other files", async () => {
    const flask = await linkedScopes({
      "shop/invoices.py": `from flask import Blueprint
bp = Blueprint("invoices", __name__, url_prefix="/invoices")
@bp.get("/<int:number>")
def show(number):
    return "x"
`,
      "shop/__init__.py": `from flask import Flask
from .invoices import bp
app = Flask(__name__)
app.register_blueprint(bp, url_prefix="/api")
`,
    });
    expect(flask[0]).toMatchObject({ name: "GET /api/invoices/<int:number>", blindSpot: null });
    const fastapi = await linkedScopes({
      "shop/routers/invoices.py": `from fastapi import APIRouter
router = APIRouter(prefix="/invoices")
@router.get("/{number}")
def show(number: int):
    return {}
`,
      "shop/main.py": `from fastapi import FastAPI, Depends
from shop.routers import invoices
from shop.auth import get_current_user
app = FastAPI()
app.include_router(invoices.router, prefix="/api", dependencies=[Depends(get_current_user)])
`,
    });
    expect(fastapi[0]).toMatchObject({ name: "GET /api/invoices/{number}", blindSpot: null });
    expect(effectiveControls(fastapi[0]?.facts ?? [])).toEqual(["authn"]);
  });

  it("follows a blueprint whose routes are spread over files and that a function registers", async () => {
    const scopes = await linkedScopes({
      "shop/api/users.py": `from shop.api import bp
@bp.get("/users/<int:number>")
def show(number):
    return "x"
`,
      "shop/api/__init__.py": `from flask import Blueprint
bp = Blueprint("api", __name__, url_prefix="/v1")
`,
      "shop/__init__.py": `from flask import Flask
def create_app():
    app = Flask(__name__)
    from shop.api import bp as api_bp
    app.register_blueprint(api_bp, url_prefix="/api")
    return app
`,
    });
    expect(scopes[0]).toMatchObject({ name: "GET /api/v1/users/<int:number>", blindSpot: null });
  });

  it("follows routes of an application that another file makes", async () => {
    const [scope] = await linkedScopes({
      "src/routes.ts": `import { app } from "./app.ts"; app.get("/a", (req, res) => res.end());`,
      "src/app.ts": `import express from "express"; export const app = express();`,
    });
    expect(scope).toMatchObject({ name: "GET /a", blindSpot: null });
  });

  it("joins controllers that an index file collects and that are wrapped", async () => {
    const scopes = await linkedScopes({
      "src/routes/auth.route.js": `const express = require("express"); const { authController } = require("../controllers");
const router = express.Router();
router.post("/login", authController.login);
module.exports = router;`,
      "src/controllers/index.js": `module.exports.authController = require("./auth.controller");`,
      "src/controllers/auth.controller.js": `const login = catchAsync(async (req, res) => { res.redirect(req.body.next); });
module.exports = { login };`,
    });
    expect(scopes.map((scope) => [scope.name, scope.path])).toEqual([
      ["POST /login", "src/controllers/auth.controller.js"],
    ]);
    expect(attributesOf(scopes[0]?.facts ?? [], "sink/redirect")).toMatchObject({ source: "req.body.next" });
  });

  it("joins handlers that a constructor function makes", async () => {
    const scopes = await linkedScopes({
      "app/routes/index.js": `const ProfileHandler = require("./profile");
module.exports = function index(app, db) {
  const profileHandler = new ProfileHandler(db);
  app.get("/profile", isLoggedIn, profileHandler.displayProfile);
};`,
      "app/routes/profile.js": `function ProfileHandler(db) {
  const profiles = db;
  this.displayProfile = (req, res) => { eval(req.query.x); };
}
module.exports = ProfileHandler;`,
    });
    const scope = scopes.find((one) => one.name === "GET /profile");
    expect(scope).toMatchObject({ path: "app/routes/profile.js" });
    expect(attributesOf(scope?.facts ?? [], "sink/eval")).toMatchObject({ tainted: true, source: "req.query.x" });
  });
});
