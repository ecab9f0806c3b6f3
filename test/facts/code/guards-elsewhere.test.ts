import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, linkedScopes, scopesOf } from "../read-code.ts";

const SESSION = `import { getSession } from "./session";`;
const CHECKS = {
  wrapper: `${SESSION}
export function route(handler) {
  return async (request) => {
    if (!(await getSession(request))) return new Response("no", { status: 401 });
    return handler(request);
  };
}`,
  middleware: `${SESSION}
export async function gate(req, res, next) {
  const session = await getSession(req);
  if (!session) return res.status(401).end();
  next();
}`,
  counter: `export function gate(req, res, next) { stats.count(req.path); next(); }`,
};

async function controlsOf(name: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const scope = (await linkedScopes(files)).find((one) => one.name === name);
  return effectiveControls(scope?.facts ?? []);
}

describe("a guard of another file whose name promises nothing", () => {
  it("protects what it wraps", async () => {
    const routed = `import { route } from "../../../lib/route";
export const DELETE = route(async (request: Request) => db.order.delete({ where: { id: await request.json() } }));`;
    const files = { "app/api/orders/route.ts": routed, "lib/route.ts": CHECKS.wrapper };
    expect(await controlsOf("DELETE /api/orders", files)).toEqual(["authn"]);
  });

  it.each([
    ["before one route", `app.delete("/orders/:id", gate, remove);`, CHECKS.middleware, ["authn"]],
    ["before all routes", `app.use(gate);\napp.delete("/orders/:id", remove);`, CHECKS.middleware, ["authn"]],
    ["under a path", `app.use("/orders", gate);\napp.delete("/orders/:id", remove);`, CHECKS.middleware, ["authn"]],
    ["under another path", `app.use("/users", gate);\napp.delete("/orders/:id", remove);`, CHECKS.middleware, []],
    ["too late", `app.delete("/orders/:id", remove);\napp.use(gate);`, CHECKS.middleware, []],
    ["without a check", `app.delete("/orders/:id", gate, remove);`, CHECKS.counter, []],
  ])("protects what it stands %s", async (_place, lines, guard, controls) => {
    const routes = `import express from "express";
import { gate } from "./gate";
const app = express();
const remove = (req, res) => res.json(db.order.delete({ where: { id: req.params.id } }));
${lines}`;
    const files = { "src/app.js": routes, "src/gate.js": guard };
    expect(await controlsOf("DELETE /orders/:id", files)).toEqual(controls);
  });

  it("protects what depends on it", async () => {
    const routes = `from fastapi import APIRouter, Depends
from .deps import gate

router = APIRouter()

@router.delete("/orders/{order_id}")
def remove(order_id: int, caller=Depends(gate)):
    db.query(Order).filter(Order.id == order_id).delete()
`;
    const deps = `from fastapi import HTTPException, Request

def gate(request: Request):
    session = request.session.get("user")
    if session is None:
        raise HTTPException(status_code=401)
    return session
`;
    const files = { "app/orders.py": routes, "app/deps.py": deps };
    expect(await controlsOf("DELETE /orders/{order_id}", files)).toEqual(["authn"]);
  });
});

describe("what a file exports as a route", () => {
  const HANDLE = `async function handle(request: Request, { params }: { params: { path: string[] } }) {
  const [protocol, ...rest] = params.path;
  return fetch(\`\${protocol}://\${rest.join("/")}\`);
}`;

  it.each([
    ["another name", `${HANDLE}\nexport const GET = handle;`],
    ["a list of names", `${HANDLE}\nexport { handle as GET };`],
    ["a wrapper", `${HANDLE}\nexport const GET = traced(handle);`],
    ["wrappers in each other", `${HANDLE}\nexport const GET = traced("proxy", limited(handle));`],
    ["a wrapper around it", `export const GET = traced(${HANDLE});`],
  ])("may be its function under %s", (_form, text) => {
    const found = scopesOf(text, "app/api/proxy/[...path]/route.ts").find((one) => one.entryPoint !== null);
    expect(found?.name).toBe("GET /api/proxy/[...path]");
    expect(attributesOf(found?.facts ?? [], "sink/outbound_http")).toMatchObject({ tainted: true });
  });

  it.each([
    ["what another file makes", `import { handlers } from "@/auth";\nexport const GET = handlers.GET;`],
    ["a name for itself", "export const GET = GET;"],
    ["no function", `export const GET = "handle";`],
  ])("is nothing that can be read where it is %s", (_form, text) => {
    expect(scopesOf(text, "app/api/proxy/route.ts").filter((one) => one.entryPoint !== null)).toEqual([]);
  });
});
