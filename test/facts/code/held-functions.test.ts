import { describe, expect, it } from "vitest";
import { linkedScopes, scopesOf, select } from "../read-code.ts";

const QUERY = "db.query(`SELECT * FROM users WHERE name = '${name}'`)";

/** The scope whose query holds a parameter of its own function. */
function ownQueries(text: string): string[] {
  return scopesOf(text, "src/users.js")
    .filter(({ facts }) => select(facts, "sink/sql").some(({ attributes }) => attributes.from_parameter === true))
    .map(({ name }) => name);
}

describe("a function that a field of an object holds", () => {
  it.each([
    ["the exports", `const users = module.exports;\nusers.find = async (name) => ${QUERY};`, "users.find"],
    [
      "an exported object",
      `const users = {};\nusers.find = (name) => ${QUERY};\nmodule.exports = users;`,
      "users.find",
    ],
    [
      "a prototype",
      `function Users() {}\nUsers.prototype.find = function (name) { return ${QUERY}; };\nmodule.exports = Users;`,
      "Users.find",
    ],
    ["what the module is given", `module.exports = (users) => { users.find = (name) => ${QUERY}; };`, "users.find"],
  ])("is one of its own: %s", (_, text, scope) => {
    expect(ownQueries(text)).toEqual([scope]);
  });

  it("is found by what calls it in the file, and so are those that a module keeps beside it", () => {
    const text = `module.exports = function (Users) {
  Users.find = (name) => search(name);
  function search(name) { return ${QUERY}; }
};
`;
    expect(scopesOf(text, "src/users.js").map(({ name }) => name)).toEqual(["search", "Users.find"]);
    expect(ownQueries(text)).toEqual(["Users.find"]);
  });

  it("is found by a route of another file", async () => {
    const scopes = await linkedScopes({
      "src/routes.js": `const express = require("express");
const users = require("./users");
const app = express();
app.get("/users", (req, res) => res.json(users.find(req.query.name)));
`,
      "src/users.js": `const users = module.exports;\nusers.find = (name) => ${QUERY};\n`,
    });
    const route = scopes.find(({ name }) => name === "GET /users");
    expect(select(route?.facts ?? [], "sink/sql").map(({ attributes }) => attributes.source)).toEqual([
      "req.query.name",
    ]);
  });
});

const sinkOf = (query: string) =>
  select(
    scopesOf(`export const find = (name) => db.query(${query});`, "src/a.js").flatMap(({ facts }) => facts),
    "sink/sql",
  )[0]?.attributes;

describe("a field that holds no function of the module", () => {
  const HANDLERS = [
    "export default async (req, res) => { const name = req.query.name; res.statusCode = 200; async function run() { exec('ls ' + name); } await run(); };",
    "module.exports = async (req, res) => { const name = req.query.name; res.started = true; function run() { exec('ls ' + name); } run(); };",
    "export default async (req, res) => { const name = req.query.name; res.onReady = () => exec('ls ' + name); };",
  ];
  it.each(HANDLERS)("leaves a handler what it captured: %s", (text) => {
    const scopes = scopesOf(`import { exec } from "node:child_process";\n${text}\n`, "pages/api/convert.ts");
    const tainted = scopes
      .flatMap(({ facts }) => select(facts, "sink/command"))
      .map(({ attributes }) => attributes.source);
    expect(new Set(tainted)).toEqual(new Set(["req.query.name"]));
  });

  it("leaves the closure of a script in the script", () => {
    const text = `<?php
$name = $_GET['name'];
$app->run = function () use ($name) { system("ls " . $name); };
($app->run)();
`;
    const sinks = scopesOf(text, "public/run.php").flatMap(({ facts }) => select(facts, "sink/command"));
    expect(sinks.map(({ attributes }) => attributes.tainted)).toEqual([true]);
  });

  it.each([
    "module.exports = { find };\nconst held = module.exports;\nheld.find = find;",
    "const held = module.exports;\nheld.find = find;",
    "const held = module.exports;\nheld.find = (name) => exec(`ls ${name}`);\nheld.find = logged(held.find);",
  ])("takes no function from those who load the module: %s", async (text) => {
    const scopes = await linkedScopes({
      "src/routes.js": `const express = require("express");
const files = require("./files");
const app = express();
app.get("/files", (req, res) => res.json(files.find(req.query.name)));
`,
      "src/files.js": `const { exec } = require("child_process");\nfunction find(name) { return exec(\`ls \${name}\`); }\n${text}\n`,
    });
    const route = scopes.find(({ name }) => name === "GET /files");
    expect(select(route?.facts ?? [], "sink/command").map(({ attributes }) => attributes.tainted)).toEqual([true]);
  });
});

describe("a query that stands beside its values", () => {
  it.each(["text", "sql"])("is read where it is called %s", (key) => {
    expect(sinkOf(`{ ${key}: \`SELECT * FROM users WHERE name = '\${name}'\` }`)).toMatchObject({ source: "name" });
    expect(sinkOf(`{ ${key}: "SELECT * FROM users WHERE name = $1", values: [name] }`)).toMatchObject({
      built: "literal",
      tainted: false,
    });
  });
});
