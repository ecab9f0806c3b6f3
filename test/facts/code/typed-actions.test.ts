import { describe, expect, it } from "vitest";
import { attributesOf, effectiveControls, factsOf, scopesOf } from "../read-code.ts";

const client = (root: string, body = "await fetch(parsedInput.url);") =>
  `"use server"; import { ${root} } from "@/lib/client";
export const ping = ${root}.inputSchema(schema).action(async ({ ctx, parsedInput }) => { ${body} });`;

describe("typed actions", () => {
  it("are entry points, and say by what they begin with who may call them", () => {
    const facts = factsOf(client("authenticatedActionClient"), "src/actions.ts");
    expect(facts[0]?.name).toBe("action ping");
    expect(effectiveControls(facts)).toEqual(["authn"]);
    expect(attributesOf(facts, "sink/outbound_http")).toMatchObject({ tainted: true });
    expect(effectiveControls(factsOf(client("actionClient"), "src/actions.ts"))).toEqual([]);
  });

  it("may stand in a wrapper", () => {
    const text = `export const ping = authActionClient.action(withLog("sent", async ({ parsedInput }) => fetch(parsedInput.url)));`;
    expect(factsOf(text, "src/actions.ts")[0]?.name).toBe("action ping");
  });

  it("know who is signed in", () => {
    const body = "await notes.findOne({ id: parsedInput.id, ownerId: ctx.user.id });";
    expect(effectiveControls(factsOf(client("authActionClient", body), "src/actions.ts"))).toEqual([
      "authn",
      "ownership",
    ]);
  });

  it("are none that take nothing", () => {
    const text = "export const latest = actionClient.action(async () => readLatest());";
    expect(scopesOf(text, "src/actions.ts").some(({ entryPoint }) => entryPoint !== null)).toBe(false);
  });

  it.each([
    "export const reset = menu.action(async ({ item }) => item.run());",
    "export const run = cli.handler(() => 1);",
  ])("are none of another chain: %s", (text) => {
    expect(scopesOf(text, "src/menu.ts").filter(({ entryPoint }) => entryPoint !== null)).toEqual([]);
  });
});

describe("what files of a folder export", () => {
  it("loads a page and does what its forms do in Remix", () => {
    const text = `import type { LoaderFunctionArgs } from "@remix-run/node";
export async function loader({ request }: LoaderFunctionArgs) { return fetch(new URL(request.url).searchParams.get("to")); }
export const action = async ({ request }) => { const form = await request.formData(); await fetch(form.get("to")); };`;
    const scopes = scopesOf(text, "app/routes/_app.notes.$id.tsx");
    expect(scopes.map(({ name }) => name)).toEqual(["GET /_app.notes.$id", "POST /_app.notes.$id"]);
    expect(attributesOf(scopes[0]?.facts ?? [], "sink/outbound_http")).toMatchObject({ tainted: true });
    expect(scopesOf(text, "app/lib/notes.tsx").some(({ entryPoint }) => entryPoint !== null)).toBe(false);
  });

  it("answers requests in Nuxt", () => {
    const text = `export default defineEventHandler(async (event) => { const body = await readBody(event); return $fetch(body.url); });`;
    const facts = factsOf(text, "server/api/notes/[id].post.ts");
    expect(facts[0]?.name).toBe("ANY /api/notes/[id]");
    expect(attributesOf(facts, "sink/outbound_http")).toMatchObject({ tainted: true });
  });

  it("may be wrapped in a guard in Next.js", () => {
    const text = `export default withAuth(async (req, res) => { await fetch(req.body.url); res.end(); });`;
    const facts = factsOf(text, "pages/api/ping.ts");
    expect(facts[0]?.name).toBe("ANY /api/ping");
    expect(effectiveControls(facts)).toEqual(["authn"]);
  });
});

describe("decorated controllers of other frameworks than NestJS", () => {
  it.each([
    ["RestController", "@Body() body: NoteBody", "body.url"],
    ["JsonController", "@QueryParam('url') url: string", "url"],
    ["Route", "@Request() request: express.Request", "request.query.url"],
    ["RestController", "req: AuthenticatedRequest", "req.body.url"],
  ])("are %s with %s", (decorator, parameter, url) => {
    const text = `@${decorator}("/notes") export class Notes { @Post("/:id") async save(${parameter}) { await fetch(${url}); } }`;
    const facts = factsOf(text, "src/notes.ts", "POST /notes/:id");
    expect(attributesOf(facts, "sink/outbound_http")).toMatchObject({ tainted: true });
  });

  it("are none without a decorator of the class", () => {
    const text = `export class Notes { @Post("/:id") async save(req: Request) { await fetch(req.body.url); } }`;
    expect(scopesOf(text, "src/notes.ts").some(({ entryPoint }) => entryPoint !== null)).toBe(false);
  });
});
