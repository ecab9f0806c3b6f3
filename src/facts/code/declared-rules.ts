import type { Safeguard, SafeguardFamily } from "../../domain/fact.ts";
import type { AssignNode, CallNode, EntryNode, Place, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath, lastName } from "../syntax/walk.ts";

/** A field that a schema or a record declares, and its rules as the safeguards that they are. */
export interface DeclaredFieldRules {
  readonly name: string;
  readonly startLine: number;
  readonly rules: readonly Omit<Safeguard, "symbol">[];
}

/** Rules of a schema that keep a value to a form, by their names in small letters without joints. */
const RULES: readonly (readonly [SafeguardFamily, RegExp])[] = [
  [
    "address",
    /^(?:is|valid|safe|active|any|http|https|anyhttp)*(?:ur[il]|ip|ipv[46]|ipaddress|fqdn|hostname)(?:field|validator)?$/u,
  ],
  ["secrecy", /^unexposed$/u],
  [
    "input",
    /^(?:is)?(?:pattern|regex|regexp|regexfield|regexvalidator|regularexpression|matches|format|enum|nativeenum|picklist|oneof|choicefield|inclusion|uuid|uuidv4|uuidfield|guid|slug|slugfield|alphanum|alphanumeric|alphadash)$/u,
  ],
];

/** A name that may be a rule's, and where it stands. */
interface Named {
  readonly name: string;
  readonly at: SyntaxNode;
}

/** The field that one place of a program declares with its rules; `null` where it declares none. */
export function declaredField(node: SyntaxNode): DeclaredFieldRules | null {
  if (node.type === "entry") return fieldOf(node.key, entryRules(node), node);
  if (node.type === "assign") return fieldOf(lastName(node.target), fieldRules(node), node);
  return node.type === "call" ? validated(node) : null;
}

/** Keys of an object may be any text; a field is a name. */
const FIELD = /^[\p{L}_$][\p{L}\p{N}_$.*-]{0,79}$/u;

function fieldOf(name: string | null, named: readonly Named[] | null, { startLine }: Place): DeclaredFieldRules | null {
  if (name === null || named === null || !FIELD.test(name)) return null;
  const rules = RULES.flatMap(([family, shape]) => {
    const rule = named.find((one) => shape.test(one.name.replaceAll(/[^a-z0-9]/giu, "").toLowerCase()));
    if (!rule) return [];
    const { startLine: first, endLine } = rule.at;
    const what = `${name}.${rule.name}`;
    return [{ family, what, about: name, ofField: true as const, startLine: first, endLine }];
  });
  return { name, startLine, rules };
}

/** `link: z.string().url()`, `'link' => 'required|url'` and `'link' => ['required', 'url']`. */
function entryRules({ value }: EntryNode): Named[] | null {
  if (value.type === "text") return worded(value.value.split("|").map((name) => ({ name, at: value })));
  if (value.type !== "list") return isSchema(value) ? callsIn(value) : null;
  const texts = value.items.flatMap((item) => (item.type === "text" ? [{ name: item.value, at: item }] : []));
  const named = worded(texts);
  return named && [...named, ...value.items.flatMap(callsIn)];
}

/** Words that only a list of rules has; other lists hold names of fields. */
const OF_RULES = /^(?:required|nullable|sometimes|string|integer|array|bail|filled|present|min:\d+|max:\d+)$/u;

function worded(texts: readonly Named[]): Named[] | null {
  if (!texts.some(({ name }) => OF_RULES.test(name))) return null;
  return texts.map(({ name, at }) => ({ name: name.replace(/:.*$/su, ""), at }));
}

const SCHEMA = /^(?:z|zod|v|joi|yup|vine|mongoose|models|forms|serializers|fields|ma|wtforms)$/iu;

function isSchema(value: SyntaxNode): boolean {
  if (value.type !== "call") return false;
  const [root = ""] = (dottedPath(value.callee) ?? "").split(/[.(]/u);
  return SCHEMA.test(root) || (lastName(value.callee) ?? "").endsWith("Field");
}

/** The calls of a chain; those in an object of fields belong to the fields. */
function callsIn(node: SyntaxNode): Named[] {
  if (node.type === "object") return [];
  const name = node.type === "call" ? lastName(node.callee) : null;
  // A chain of calls begins where its first link does; its last one is where it ends.
  const own = name === null ? [] : [{ name, at: { ...node, startLine: node.endLine } }];
  return [...own, ...childrenOf(node).flatMap(callsIn)];
}

/** `@IsUrl() link`, `link: HttpUrl` and `link = models.URLField()`. */
function fieldRules({ value, annotation, decorators = [] }: AssignNode): Named[] | null {
  if (!annotation && decorators.length === 0 && !isSchema(value)) return null;
  const types = annotation ? [...descendants(annotation)].flatMap(wordsIn) : [];
  const above = decorators.flatMap((at) => ({ name: lastName(at) ?? "", at }));
  return [...types, ...(isSchema(value) ? callsIn(value) : []), ...above];
}

/** The names in a type; a plain `URL` is an object of the platform and no rule. */
function wordsIn(at: SyntaxNode): Named[] {
  const words = at.type === "name" ? (at.name.match(/\b(?:Any|Http)\w+/gu) ?? []) : [];
  return words.map((name) => ({ name, at }));
}

/** `validates :link, url: true, format: { … }`: what follows the field are its rules. */
function validated(node: CallNode): DeclaredFieldRules | null {
  const [field] = node.arguments;
  if (lastName(node.callee) !== "validates" || field?.value.type !== "text") return null;
  const named = node.arguments.flatMap(({ name, value }) => (name === null ? [] : [{ name, at: value }]));
  return fieldOf(field.value.value, named, node);
}
