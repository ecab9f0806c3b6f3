import { describe, expect, it } from "vitest";
import { readFacts } from "../../../src/facts/read-facts.ts";
import { buildChange } from "../../builders/change-set.ts";

async function controlsOf(path: string, text: string): Promise<Record<string, string[]>> {
  const files = await readFacts(buildChange({ files: { [path]: { head: text } } }));
  const scopes = files.flatMap((file) => file.scopes).filter(({ entryPoint }) => entryPoint !== null);
  return Object.fromEntries(
    scopes.map(({ name, facts }) => [
      name,
      facts
        .filter(({ kind }) => kind === "control")
        .map((fact) => `${fact.name}${fact.attributes["effective"] === true ? "" : " missing"}`),
    ]),
  );
}

const contract = (security: string) => `openapi: 3.1.0
security: [{ oauth: [read] }]
paths:
  /a:
    get: {}
    post: { security: [{ key: [] }] }
  /b:
    get: {}
    put: { ${security} }
`;

describe("OpenAPI contracts", () => {
  it("have one entry point per operation, with the global requirement unless it names its own", async () => {
    expect(await controlsOf("openapi.yaml", contract(""))).toEqual({
      "GET /a": ["authn", "authz"],
      "POST /a": ["authn"],
      "GET /b": ["authn", "authz"],
      "PUT /b": ["authn", "authz"],
    });
  });

  it.each(["security: []", "security: [{}, { key: [] }]"])("open an operation with %s", async (security) => {
    expect((await controlsOf("api/openapi.yaml", contract(security)))["PUT /b"]).toEqual(["authn missing"]);
  });

  it("may be written in JSON, and say nothing where hardly any operation asks for a sign-in", async () => {
    const text = JSON.stringify({ paths: { "/a": { get: {}, post: { security: [{ key: [] }] } }, "/b": { get: {} } } });
    expect(await controlsOf("docs/swagger.json", text)).toEqual({ "GET /a": [], "POST /a": ["authn"], "GET /b": [] });
  });
});

describe("GraphQL schemas", () => {
  it("have one entry point per field of their root types, with the directives that guard it", async () => {
    const text = `"""type Query { no: Int }"""
type Query {
  """
  everything: { really }
  """
  invoices(first: Int, after: String): [Invoice!]! @auth
  invoice(
    id: ID!
  ): Invoice @hasRole(role: ADMIN)
  version: String # @auth
}
extend type Mutation @authenticated { 
  remove(id: ID!): Boolean
}
type Invoice { id: ID! owner: User @auth }
`;
    expect(Object.keys(await controlsOf("schema.graphql", text))).toEqual([
      "Query.invoices",
      "Query.invoice",
      "Query.version",
      "Mutation.remove",
    ]);
    const controls = await controlsOf("schema.graphql", text);
    expect(controls["Query.invoices"]).toEqual(["authn"]);
    expect(controls["Mutation.remove"]).toEqual(["authn"]);
  });
});
