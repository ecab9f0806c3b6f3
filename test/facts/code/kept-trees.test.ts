import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { buildScopes } from "../../../src/facts/code/build-scopes.ts";
import { modelModule } from "../../../src/facts/code/module-model.ts";
import { languageFor } from "../../../src/facts/languages/languages.ts";

const TEXT = `import express from "express";
export const list = (req, res) => res.send(find(req.query.name));
express().get("/notes", list);
`;

/** The facts of a file, and its tree as far as anything still holds it. */
function read() {
  const language = languageFor("ts");
  if (language === null) throw new Error("No grammar reads TypeScript.");
  const module = modelModule({ path: "src/app.ts", side: "head", text: TEXT }, language);
  return { facts: buildScopes(module), tree: new WeakRef(module.root) };
}

it("lets go of the tree of a file whose facts are kept, and reads it anew where they are linked", async () => {
  const { facts, tree } = read();
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  await setImmediate();
  collect();
  expect(tree.deref()).toBeUndefined();
  expect(facts.readAgain(() => null).scopes).toEqual(facts.scopes);
  expect(facts.links.follow("list", []).facts).not.toBeUndefined();
});
