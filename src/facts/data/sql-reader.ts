import type { FileFacts, Scope } from "../../domain/fact.ts";
import { extensionOf, roleOf } from "../file-role.ts";
import type { FactReader, SourceFile } from "../fact-reader.ts";
import { configFacts, configScope, factAt, type Saying } from "../text-facts.ts";
import { dataClassesOf } from "./data-classes.ts";
import { type SqlPiece, sqlStatements } from "./sql-statements.ts";

/** More lines than this say less, not more. */
const MAX_QUOTED_LINES = 6;

/** Reads SQL files, such as migrations: who may see and change which rows, and what kind of data a table holds. */
export const sqlReader: FactReader = {
  id: "sql",
  reads: (path) => extensionOf(path) === "sql" && roleOf(path) === "code",
  read,
};

function read(file: SourceFile): FileFacts {
  const statements = sqlStatements(file.text);
  const secured = new Set(statements.flatMap(({ text }) => ENABLED.exec(text)?.[1] ?? []).map(plainName));
  return configFacts(
    file,
    statements.flatMap((statement) => scopeOf(file, statement, secured)),
  );
}

const NAME = String.raw`((?:"[^"]+"|\w+)(?:\.(?:"[^"]+"|\w+))?)`;
const ENABLED = new RegExp(
  String.raw`^alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${NAME}\s+enable\s+row\s+level`,
  "iu",
);
const DISABLED = new RegExp(
  String.raw`^alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${NAME}\s+(?:disable|no\s+force)\s+row\s+level\s+security`,
  "iu",
);
const POLICY = new RegExp(String.raw`^create\s+policy\s+(?:"[^"]+"|\w+)\s+on\s+${NAME}`, "iu");
const TABLE = new RegExp(String.raw`^create\s+table\s+(?:if\s+not\s+exists\s+)?${NAME}\s*\(`, "iu");
const ADDED = new RegExp(
  String.raw`^alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${NAME}\s+add\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?`,
  "iu",
);
const FUNCTION = new RegExp(String.raw`^create\s+(?:or\s+replace\s+)?(?:function|procedure)\s+${NAME}`, "iu");
const GRANT = new RegExp(
  String.raw`^grant\s+(?:all(?:\s+privileges)?|[\w\s,]{0,80}\b(?:insert|update|delete)\b[\w\s,]{0,80})\s+on\s+(?:table\s+)?([^;]{1,200}?)\s+to\s+([^;]{1,200})$`,
  "iu",
);

/** What a statement is about, by the name behind its first words, and what it says. */
interface Form {
  readonly about: string;
  readonly pattern: RegExp;
  readonly says: (text: string, file: SourceFile, secured: ReadonlySet<string>) => readonly Saying[];
}

const FORMS: readonly Form[] = [
  { about: "table", pattern: DISABLED, says: () => [rowSecurity("it is switched off", "all")] },
  { about: "policy on", pattern: POLICY, says: policyFacts },
  {
    about: "table",
    pattern: TABLE,
    says: (text, file, secured) => [...openTable(text, file, secured), ...columnFacts(text)],
  },
  { about: "table", pattern: ADDED, says: columnFacts },
  { about: "function", pattern: FUNCTION, says: definerFacts },
  { about: "grant on", pattern: GRANT, says: grantFacts },
];

function scopeOf(file: SourceFile, piece: SqlPiece, secured: ReadonlySet<string>): Scope[] {
  const form = FORMS.find(({ pattern }) => pattern.test(piece.text));
  if (!form) return [];
  const name = plainName(form.pattern.exec(piece.text)?.[1] ?? "");
  const lines = { start: piece.startLine, end: lastLine(piece) };
  const facts = form.says(piece.text, file, secured).map((saying) => factAt(file, lines, saying));
  return [configScope(file, `${form.about} ${name}`, facts)];
}

function lastLine({ startLine, endLine }: SqlPiece): number {
  return Math.min(endLine, startLine + MAX_QUOTED_LINES - 1);
}

/** A name without quotes and the default schema. */
function plainName(name: string): string {
  return name
    .replaceAll('"', "")
    .replace(/^public\./iu, "")
    .toLowerCase();
}

function rowSecurity(reason: string, protects: string): Saying {
  return { kind: "control", name: "row_security", attributes: { effective: false, via: "setting", reason, protects } };
}

const OPERATORS_OF_THE_SERVICE =
  /\bto\s+(?:"?(?:service_role|postgres|supabase_admin|authenticator|dashboard_user)"?\s*,?\s*)+(?=\s(?:using|with)|$)/iu;

/** A policy that is always true stops nobody; for the service itself it has to be. */
function policyFacts(text: string): Saying[] {
  const isOpen = /\b(?:using|with\s+check)\s*\(\s*true\s*\)/iu.test(text);
  if (!isOpen || OPERATORS_OF_THE_SERVICE.test(text)) return [];
  return [rowSecurity("the policy lets everyone through", /\bfor\s+select\b/iu.test(text) ? "reads" : "writes")];
}

/** Tables of a hosted database that serves its tables to browsers are open until row level security is on. */
function openTable(text: string, { path }: SourceFile, secured: ReadonlySet<string>): Saying[] {
  const name = TABLE.exec(text)?.[1];
  if (name === undefined || !/(?:^|\/)supabase\/migrations\//u.test(path)) return [];
  const plain = plainName(name);
  if (plain.includes(".") || secured.has(plain)) return [];
  return [rowSecurity("the new table is served to browsers without it", "all")];
}

const COLUMN =
  /(?:[(,]|\badd\b)\s*(?:add\s+)?(?:column\s+)?(?:if\s+not\s+exists\s+)?["`[]?(\w{2,60})["`\]]?\s+(?:text|varchar|character varying|char|citext|nvarchar|string|json|jsonb|bytea|int|integer|bigint|uuid|date|timestamp|bool|boolean)/giu;

function columnFacts(text: string): Saying[] {
  return dataClassesOf([...text.matchAll(COLUMN)].map(([, column = ""]) => column));
}

/** A function with its owner's rights must say where it looks for what it names. */
function definerFacts(text: string): Saying[] {
  if (!/\bsecurity\s+definer\b/iu.test(text) || /\bset\s+search_path\b/iu.test(text)) return [];
  const reason = "callers choose where the function looks for tables and functions";
  return [{ kind: "control", name: "name_lookup", attributes: { effective: false, via: "setting", reason } }];
}

function grantFacts(text: string): Saying[] {
  const [, target = "", to = ""] = GRANT.exec(text) ?? [];
  const everyone = to.split(/[\s,]+/u).find((role) => /^"?(?:public|anon)"?$/iu.test(role));
  if (everyone === undefined) return [];
  const attributes = { level: "write_all", target: `${plainName(target)} to ${everyone.toLowerCase()}` };
  return [{ kind: "privilege", name: "database_grant", attributes }];
}
