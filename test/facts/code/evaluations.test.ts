import { describe, expect, it } from "vitest";
import { attributesOf, factsOf, scopesOf } from "../read-code.ts";

describe("values along a chain of calls", () => {
  it("are worked out however long the chain is", () => {
    const links = Array.from({ length: 300 }, (_, index) => `.option("n${index}", request.query.n${index})`).join("\n");
    const scopes = scopesOf(`import express from "express";
const app = express();
app.get("/", (request, response) => { response.json(build(request)${links}.end()); });`);
    expect(scopes.map(({ name }) => name)).toContain("GET /");
  });

  it("follow what a variable is given in between", () => {
    const facts = factsOf(`import express from "express"; import { exec } from "node:child_process";
const app = express();
app.get("/", (request, response) => {
  let name = "fixed";
  exec(name.trim());
  name = request.query.name;
  exec(name.trim());
});`);
    const tainted = facts.filter(({ kind }) => kind === "sink").map(({ attributes }) => attributes["tainted"]);
    expect(tainted).toEqual([false, true]);
    expect(attributesOf(facts, "sink")).toMatchObject({ tainted: false });
  });
});
