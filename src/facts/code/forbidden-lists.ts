import type { Safeguard, SafeguardFamily } from "../../domain/fact.ts";
import type { AssignNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName, literalText } from "../syntax/walk.ts";
import { wordsOf } from "./words.ts";

/** What a list is called whose words are kept out. */
const KEEPS_OUT =
  / (?:blocked|blocklist|block list|blacklist|black list|blacklisted|forbidden|denied|denylist|deny list|disallowed|prohibited|banned|dangerous|unsafe|private|reserved|restricted|sensitive|redacted) /u;
/** Private things of the program itself. */
const OTHER_LISTS =
  / (?:private (?:key|keys|fields|methods|members|routes|pages|repos|channels|chats)|test|tests|mock) /u;

/** What the words of a list are, by what it is called; the first one that fits counts. */
const FAMILIES: readonly (readonly [SafeguardFamily, RegExp])[] = [
  ["secrecy", / (?:sensitive|redacted|redact) /u],
  [
    "address",
    / (?:ip|ips|cidr|cidrs|range|ranges|subnet|subnets|network|networks|host|hosts|hostname|hostnames|url|urls|domain|domains|address|addresses|scheme|schemes|protocol|protocols) /u,
  ],
  ["markup", / (?:tag|tags|attribute|attributes|attr|attrs|html|element|elements|css) /u],
  ["file", / (?:path|paths|dir|dirs|file|files|extension|extensions|ext|exts|folder|folders) /u],
  ["property", / (?:key|keys|property|properties|prop|props|proto) /u],
  [
    "statement",
    / (?:pattern|patterns|keyword|keywords|command|commands|function|functions|module|modules|import|imports|builtin|builtins|sql|statement|statements|regex|code|package|packages|env|operator|operators) /u,
  ],
];

/** Fewer words are a rule about one thing. */
const FEWEST = 3;

/** A list of what is kept out, with its words as the safeguards that they are. */
export interface ForbiddenList {
  readonly name: string;
  readonly words: readonly Omit<Safeguard, "symbol">[];
  /** True where every word is written out and none stands for several. */
  readonly isWhole: boolean;
}

/** The list of what is kept out that a variable is given; `null` for anything else. */
export function forbiddenList(node: AssignNode): ForbiddenList | null {
  const name = lastName(node.target) ?? "";
  const called = wordsOf(name);
  if (!KEEPS_OUT.test(called) || OTHER_LISTS.test(called)) return null;
  const items = itemsOf(node.value);
  const family = FAMILIES.find(([, pattern]) => pattern.test(called))?.[0];
  if (items.length < FEWEST || family === undefined) return null;
  const words = items.flatMap((item) => {
    const said = saidBy(item);
    const { startLine, endLine } = item;
    return said === null
      ? []
      : [{ family, what: `${name} ${said}`, about: name, ofField: true as const, startLine, endLine }];
  });
  return { name, words, isWhole: items.every((item) => /^[^/*]+$|^\/.*\/\w*$/u.test(saidBy(item) ?? "*")) };
}

/** The items of a list, also of one that makes a set. */
function itemsOf(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === "list") return node.items;
  return node.type === "call" && isSet(node) ? itemsOf(node.arguments[0]?.value ?? node.callee) : [];
}

function isSet(node: CallNode): boolean {
  return /^(?:Set|set|frozenset|tuple|freeze|Object\.freeze|map)$/u.test(dottedPath(node.callee) ?? "");
}

/** A word or a pattern, by itself or in an object that says why. */
function saidBy(node: SyntaxNode): string | null {
  if (node.type === "literal") return node.text.startsWith("/") ? node.text : null;
  if (node.type !== "object") return literalText(node);
  const texts = node.entries.flatMap(({ value }) => saidBy(value) ?? []);
  return texts[0] ?? null;
}
