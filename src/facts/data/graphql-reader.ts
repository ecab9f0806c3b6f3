import { linesOf } from "../../domain/change-set.ts";
import { controlsNamed } from "../controls/control-names.ts";
import { extensionOf, roleOf } from "../file-role.ts";
import type { FactReader, SourceFile } from "../fact-reader.ts";
import { configFacts } from "../text-facts.ts";
import { contractScopes, type Operation } from "./contract-scopes.ts";

/** Reads GraphQL schemas: one scope per query, mutation and subscription, with the directives that guard it. */
export const graphqlReader: FactReader = {
  id: "graphql",
  reads: (path) => /^(?:graphqls?|gql)$/u.test(extensionOf(path)) && roleOf(path) === "code",
  read: (file) => configFacts(file, contractScopes(file, operationsIn(file))),
};

const OPENS = /^\s*(?:extend\s+)?type\s+(Query|Mutation|Subscription)\b([^{]*)\{/u;
const FIELD = /^\s*([A-Za-z_]\w*)\s*(?:\(|:)/u;

function operationsIn(file: SourceFile): Operation[] {
  const schema = new SchemaLines();
  return linesOf(file.text).flatMap((line, index) => schema.take(line, index + 1));
}

interface Root {
  readonly name: string;
  readonly directives: string;
}

/** Goes through the lines of a schema and knows inside which type each of them stands. */
class SchemaLines {
  private root: Root | null = null;
  private depth = 0;
  private isText = false;

  take(line: string, number: number): Operation[] {
    const field = this.fieldIn(line);
    const found = this.root && field !== null ? [operation(this.root, field, { line, number })] : [];
    const opened = this.isText ? null : OPENS.exec(line);
    if (opened) this.root = { name: opened[1] ?? "", directives: opened[2] ?? "" };
    this.follow(line);
    return found;
  }

  private fieldIn(line: string): string | null {
    return this.depth === 1 && !this.isText ? (FIELD.exec(line)?.[1] ?? null) : null;
  }

  private follow(line: string): void {
    if (line.split('"""').length % 2 === 0) this.isText = !this.isText;
    else if (!this.isText) this.depth += bracketsIn(line);
    if (this.depth <= 0) this.root = null;
  }
}

/** Braces and parentheses of a line, without texts and comments: what is open when the next line starts. */
function bracketsIn(line: string): number {
  const plain = line.replaceAll(/"[^"]*"|#.*$/gu, "");
  return plain.replaceAll(/[^{(]/gu, "").length - plain.replaceAll(/[^})]/gu, "").length;
}

function operation(root: Root, field: string, { line, number }: { line: string; number: number }): Operation {
  const lines = { start: number, end: number };
  const directives = [...`${line} ${root.directives}`.matchAll(/@(\w+)/gu)].map(([, name = ""]) => name);
  const demands = directives.flatMap((by) =>
    controlsNamed(by).flatMap((control) =>
      control === "authn" || control === "authz" ? [{ control, lines, by }] : [],
    ),
  );
  return {
    name: `${root.name}.${field}`,
    protocol: "rpc",
    method: null,
    route: `${root.name}.${field}`,
    lines,
    demands,
    more: [],
  };
}
