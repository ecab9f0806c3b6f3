import { describe, expect, it } from "vitest";
import { effectiveControls, linkedScopes } from "../read-code.ts";

const CHECK = "verify_csrf($_POST['key']);";

async function partsOf(code: string): Promise<[string, string[]][]> {
  const scopes = await linkedScopes({ "public/items.php": `<?php\n${code}\n` });
  const parts = scopes.filter(({ entryPoint }) => entryPoint?.attributes["area"] === "part");
  return parts.map(({ name, facts }) => [name.replace("script public/items.php ", ""), effectiveControls(facts)]);
}

describe("what a script does for a word that it is sent", () => {
  it.each([
    [
      "the cases of a switch",
      `switch ($_GET['mode']) { case 'add': ${CHECK} add(); break; case 'edit': ${CHECK} edit(); break; case 'delete': delete(); break; }`,
    ],
    [
      "a chain of comparisons",
      `$mode = $_GET['mode']; if ($mode === 'add') { ${CHECK} add(); } elseif ($mode === 'edit') { ${CHECK} edit(); } elseif ($mode == 'delete') { delete(); }`,
    ],
    [
      "comparisons beside each other",
      `$action = $_GET['action']; if ($action == 'add') { ${CHECK} add(); } if ($action == 'edit') { ${CHECK} edit(); } if ('delete' == $action) { delete(); }`,
    ],
  ])("is read apart: %s", async (_, code) => {
    expect(await partsOf(code)).toEqual([
      ["add", ["csrf"]],
      ["edit", ["csrf"]],
      ["delete", []],
    ]);
  });

  it("has what stands in front of all", async () => {
    const code = `${CHECK} switch ($_GET['mode']) { case 'add': add(); break; case 'edit': edit(); break; case 'delete': delete(); break; }`;
    expect((await partsOf(code)).map(([, controls]) => controls)).toEqual([["csrf"], ["csrf"], ["csrf"]]);
  });

  it.each([
    ["switch ($_GET['mode']) { case 'add': add(); break; case 'edit': edit(); break; }"],
    ["switch ($_GET['size']) { case 1: add(); break; case 2: edit(); break; case 3: edit(); break; }"],
    ["$name = $_GET['name']; if ($name == 'a1') { x(); } if ($name == 'b1') { y(); } if ($name == 'c1') { z(); }"],
  ])("is nothing of its own: %s", async (code) => {
    expect(await partsOf(code)).toEqual([]);
  });
});

it("takes the actions of a servlet apart", async () => {
  const cases = ["create", "update", "delete"].map(
    (word) => `case "${word}": requireAdmin(request); store.${word}(request.getParameter("id")); break;`,
  );
  const text = `package a;\nimport jakarta.servlet.http.*;\npublic class ItemsServlet extends HttpServlet {\n  protected void doPost(HttpServletRequest request, HttpServletResponse response) {\n    switch (request.getParameter("action")) {\n${cases.join("\n")}\n}\n}\n}\n`;
  const scopes = await linkedScopes({ "src/main/java/a/ItemsServlet.java": text });
  expect(scopes.map(({ name }) => name.split(" ").at(-1))).toEqual([
    "ItemsServlet.doPost",
    "create",
    "update",
    "delete",
  ]);
});
