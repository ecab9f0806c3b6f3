import type { Fact, FileFacts } from "../../domain/fact.ts";
import { roleOf } from "../file-role.ts";
import type { FactReader, SourceFile } from "../fact-reader.ts";
import { parseJsonSource } from "../json-source.ts";
import { configFacts, configScope, factAt } from "../text-facts.ts";
import {
  child,
  entriesOf,
  type Entry,
  entry,
  entryLines,
  itemsOf,
  parseYamlSource,
  textOf,
  type YamlSource,
} from "../workflows/yaml-source.ts";
import { contractScopes, type Operation } from "./contract-scopes.ts";

const CONTRACT = /(?:^|\/)(?:[\w.-]*[._-])?(?:openapi|swagger)(?:[._-][\w.-]*)?\.(?:ya?ml|json)$/iu;
const METHODS = /^(?:get|put|post|delete|patch|options|head|trace)$/u;

/** Reads OpenAPI contracts: one scope per operation with what it demands of callers, and how credentials travel. */
export const openapiReader: FactReader = {
  id: "openapi",
  reads: (path) => CONTRACT.test(path) && roleOf(path) === "configuration",
  read,
};

function read(file: SourceFile): FileFacts {
  const source = file.path.endsWith("json") ? parseJsonSource(file) : parseYamlSource(file);
  if (typeof source === "string") return { ...configFacts(file, []), limitation: source };
  const global = entry(source, source.root, "security");
  const paths = entriesOf(source, child(source, source.root, "paths"));
  const operations = paths.flatMap((path) =>
    entriesOf(source, path.value)
      .filter(({ key }) => METHODS.test(key))
      .map((operation) => operationOf(source, path.key, operation, global)),
  );
  return configFacts(file, [...contractScopes(file, operations), configScope(file, "contract", credentials(source))]);
}

function operationOf(source: YamlSource, route: string, operation: Entry, global: Entry | null): Operation {
  const method = operation.key.toUpperCase();
  const lines = entryLines(source, operation);
  const security = entry(source, operation.value, "security") ?? global;
  return {
    name: `${method} ${route}`,
    protocol: "http",
    method,
    route,
    lines: { start: lines.start, end: lines.start },
    demands: security ? demandsIn(source, security) : [],
    more: [],
  };
}

/** Without an alternative that demands nothing, every caller is asked; named scopes ask for rights as well. */
function demandsIn(source: YamlSource, security: Entry): Operation["demands"] {
  const alternatives = itemsOf(source, security.value).map((item) => entriesOf(source, item));
  if (alternatives.length === 0 || alternatives.some((schemes) => schemes.length === 0)) return [];
  const lines = entryLines(source, security);
  const by = alternatives[0]?.[0]?.key ?? "security";
  const scoped = alternatives.every((schemes) => schemes.some(({ value }) => itemsOf(source, value).length > 0));
  return [{ control: "authn", lines, by }, ...(scoped ? [{ control: "authz" as const, lines, by }] : [])];
}

/** Schemes that put a credential into the address, where logs and histories keep it. */
function credentials(source: YamlSource): (Fact | null)[] {
  const places = [
    child(source, child(source, source.root, "components"), "securitySchemes"),
    child(source, source.root, "securityDefinitions"),
  ];
  const schemes = places.flatMap((place) => entriesOf(source, place));
  return schemes.flatMap((scheme) => {
    const isKey = textOf(child(source, scheme.value, "type")) === "apiKey";
    if (!isKey || textOf(child(source, scheme.value, "in")) !== "query") return [];
    const attributes = { field: textOf(child(source, scheme.value, "name")) ?? scheme.key, place: "address" };
    return [factAt(source.file, entryLines(source, scheme), { kind: "data_class", name: "credential", attributes })];
  });
}
