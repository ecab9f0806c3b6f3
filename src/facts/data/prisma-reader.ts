import { linesOf } from "../../domain/change-set.ts";
import type { FileFacts, Scope } from "../../domain/fact.ts";
import { extensionOf } from "../file-role.ts";
import type { FactReader, SourceFile } from "../fact-reader.ts";
import { configFacts, configScope, factAt } from "../text-facts.ts";
import { dataClassesOf } from "./data-classes.ts";

/** Reads Prisma schemas: what kind of data each model holds. */
export const prismaReader: FactReader = {
  id: "prisma",
  reads: (path) => extensionOf(path) === "prisma",
  read: (file) => read(file),
};

const MODEL = /^\s{0,8}(?:model|type|view)\s+(\w{1,100})\s{0,4}\{/u;
const FIELD = /^\s{1,20}(\w{1,100})\s{1,40}[A-Z]\w{0,100}/u;

function read(file: SourceFile): FileFacts {
  const scopes: Scope[] = [];
  let model: string | null = null;
  let fields: { name: string; line: number }[] = [];
  for (const [index, text] of linesOf(file.text).entries()) {
    const opened = MODEL.exec(text)?.[1];
    const name = model === null ? undefined : FIELD.exec(text)?.[1];
    if (opened !== undefined) [model, fields] = [opened, []];
    else if (name !== undefined) fields.push({ name, line: index + 1 });
    if (model === null || !/^\s{0,8}\}/u.test(text)) continue;
    scopes.push(modelScope(file, model, fields));
    model = null;
  }
  return configFacts(file, scopes);
}

function modelScope(file: SourceFile, model: string, fields: readonly { name: string; line: number }[]): Scope {
  const found = dataClassesOf(fields.map(({ name }) => name));
  const facts = found.map((saying) => {
    const line = fields.find(({ name }) => name === saying.attributes["field"])?.line ?? 1;
    return factAt(file, { start: line, end: line }, saying);
  });
  return configScope(file, `model ${model}`, facts);
}
