import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, factsOf, linkedScopes, scopesOf } from "../read-code.ts";

describe("Fastify", () => {
  const HEAD = 'import Fastify from "fastify"; import { exec } from "node:child_process"; const app = Fastify();\n';

  it("reads guards and input of routes with options", () => {
    const text = `${HEAD}app.post("/run", { preHandler: [requireAuth, verifyCsrf], schema }, async (request, reply) => exec(request.body.command));`;
    const facts = factsOf(text);
    expect(facts[0]?.name).toBe("POST /run");
    expect(effectiveControls(facts)).toEqual(["authn", "csrf"]);
    expect(attributesOf(facts, "sink/command")).toMatchObject({ tainted: true, source: "request.body.command" });
  });

  it("reads routes that are one options object, and hooks before all of them", () => {
    const text = `${HEAD}app.addHook("onRequest", requireAuth);
app.route({ method: ["GET", "PUT"], url: "/a/:id", preHandler: checkPermission, handler: async (request) => request.params.id });`;
    const scopes = scopesOf(text);
    expect(scopes.map((scope) => scope.name)).toEqual(["GET /a/:id", "PUT /a/:id"]);
    expect(effectiveControls(scopes[0]?.facts ?? [])).toEqual(["authn", "authz"]);
  });
});

describe("Hono", () => {
  it("reads input of the context and who is signed in", () => {
    const text = `import { Hono } from "hono"; const app = new Hono();
app.use("/admin/*", requireAdmin);
app.get("/proxy", async (c) => fetch(c.req.query("url")));
app.post("/admin/notes", async (c) => { const body = await c.req.json(); await notes.findOne({ id: body.id, ownerId: c.get("user").id }); return c.html("<b>" + body.text + "</b>"); });`;
    const proxy = factsOf(text, "src/app.ts", "GET /proxy");
    expect(attributesOf(proxy, "sink/outbound_http")).toMatchObject({ tainted: true, source: "c.req.query.url" });
    expect(effectiveControls(proxy)).toEqual([]);
    const notes = factsOf(text, "src/app.ts", "POST /admin/notes");
    expect(effectiveControls(notes)).toEqual(["authn", "authz", "ownership"]);
    expect(attributesOf(notes, "sink/html")).toMatchObject({ tainted: true, source: "c.req.json.text" });
  });

  it("is told from Express by the handler's parameter where neither is imported", () => {
    const text = `export function routes(app) { app.get("/a", (c) => fetch(c.req.query("url"))); app.get("/b", (req, res) => fetch(req.query.url)); }`;
    const found = scopesOf(text).map((scope) => [scope.name, scope.entryPoint?.attributes.framework]);
    expect(found).toEqual([
      ["GET /b", "express"],
      ["GET /a", "hono"],
    ]);
  });
});

describe("Koa", () => {
  it("reads input of the context", () => {
    const text = `import Router from "@koa/router"; import fs from "node:fs"; const router = new Router({ prefix: "/files" });
router.get("/:name", requireAuth, async (ctx) => { ctx.body = fs.readFileSync(ctx.params.name); });`;
    const facts = factsOf(text);
    expect(facts[0]?.name).toBe("GET /files/:name");
    expect(effectiveControls(facts)).toEqual(["authn"]);
    expect(attributesOf(facts, "sink/file")).toMatchObject({ tainted: true, source: "ctx.params.name" });
  });
});

describe("Next.js", () => {
  it("takes the path of a route handler from its file", () => {
    const text = `import { NextResponse } from "next/server";
export async function POST(request: Request, { params }) {
  const session = await auth();
  if (!session) return NextResponse.json({}, { status: 401 });
  const body = await request.json();
  await fetch(body.url);
}`;
    const [scope] = scopesOf(text, "src/app/(shop)/api/items/[id]/route.ts");
    expect(scope?.name).toBe("POST /api/items/[id]");
    expect(effectiveControls(scope?.facts ?? [])).toEqual(["authn"]);
    expect(attributesOf(scope?.facts ?? [], "sink/outbound_http")).toMatchObject({
      tainted: true,
      source: "request.json.url",
    });
  });

  it("reads API routes of the pages folder", () => {
    const text = `import type { NextApiRequest } from "next"; export default function handler(req: NextApiRequest, res) { res.redirect(req.query.next); }`;
    const [scope] = scopesOf(text, "pages/api/go.ts");
    expect(scope?.name).toBe("ANY /api/go");
    expect(attributesOf(scope?.facts ?? [], "sink/redirect")).toMatchObject({ source: "req.query.next" });
  });
});

describe("Django", () => {
  const VIEWS = `from django.contrib.auth.decorators import login_required
from django.views.decorators.csrf import csrf_exempt
from django.shortcuts import get_object_or_404, redirect
from django.db import connection
from rest_framework.views import APIView
from rest_framework.permissions import IsAuthenticated
from .models import Invoice

@login_required
def invoice(request, pk):
    return get_object_or_404(Invoice, pk=pk, owner=request.user)

@csrf_exempt
def search(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM t WHERE n = '%s'" % request.GET["q"])

class InvoiceView(APIView):
    permission_classes = [IsAuthenticated]
    def get(self, request, pk):
        return redirect(request.GET.get("next"))
`;

  it("reads views, their decorators and what they look up", () => {
    const facts = factsOf(VIEWS, "shop/views.py", "view invoice");
    expect(effectiveControls(facts)).toEqual(["authn", "ownership"]);
    expect(attributesOf(facts, "data_store/record")).toMatchObject({
      keyed_by: "request",
      scoped_to_user: true,
      collection: "invoice",
    });
    const search = factsOf(VIEWS, "shop/views.py", "view search");
    expect(attributesOf(search, "sink/sql")).toMatchObject({ tainted: true, source: "request.GET.q" });
    expect(attributesOf(search, "control/csrf")).toMatchObject({ effective: false });
  });

  it("reads view classes with their permissions", () => {
    const facts = factsOf(VIEWS, "shop/views.py", "view InvoiceView.get");
    expect(effectiveControls(facts)).toEqual(["authn"]);
    expect(facts[0]?.attributes).toMatchObject({ method: "GET" });
    expect(attributesOf(facts, "sink/redirect")).toMatchObject({ source: "request.GET.next" });
  });

  it("gives views the path under which they are listed", async () => {
    const scopes = await linkedScopes({
      "shop/views.py": VIEWS,
      "shop/urls.py": `from django.urls import path
from . import views
urlpatterns = [path("invoices/<int:pk>/", views.invoice)]
`,
    });
    const listed = scopes.find((scope) => scope.name === "ANY /invoices/<int:pk>");
    expect(listed).toMatchObject({ path: "shop/views.py" });
    expect(effectiveControls(listed?.facts ?? [])).toEqual(["authn", "ownership"]);
    expect(scopes.map((scope) => scope.name)).not.toContain("view invoice");
  });
});
