import type { BinaryNode, CallNode, MemberNode, NameNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath, formatted, lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { wordsOf } from "./words.ts";

/** How far variables are followed back to what they were given. */
const MAX_STEPS = 4;

/** Values that people write, which are meant as text or as markup of their own. */
const WRITTEN =
  / (?:name|names|username|nickname|author|title|subject|comment|message|msg|query|search|keyword|term|email|company|address|city|label|text|bio|about|reason|question|answer|reply|note|notes|website|url|filename|caption|description|desc|summary|content|contents|body|html|markup|snippet|excerpt|tag|preview|input|error|response|reply|raw|value) $/u;

/** Values that were made as markup or cleaned, and those of the code itself. */
const MADE =
  / (?:clean|cleaned|sanitized|sanitised|safe|escaped|encoded|purified|trusted|svg|icon|icons|css|style|styles|script|schema|json ld|theme|translation|translated|translate|i18n|locale|highlighted|template|class|classes|id|count|color|size|config|env|constant|const) /u;

/** Libraries that turn a text into markup and leave the markup in it alone. */
const KEEPS_MARKUP = /^(?:marked(?:\.\w+)*|showdown\.Converter\(\)\.makeHtml|markdown\.markdown|snarkdown)$/u;
const CARRIES = /^(?:join|trim|trimEnd|trimStart|concat|strip|toString|to_s|flat)$/u;

/** What of an expression becomes markup although nothing has cleaned or encoded it, as written; `null` when nothing does. */
export function uncleanIn(node: SyntaxNode, flow: Flow, steps = MAX_STEPS): string | null {
  if (node.type === "name" || node.type === "member") return uncleanName(node, flow, steps);
  if (node.type === "call") return uncleanCall(node, flow, steps);
  return uncleanAmong(carriedBy(node), flow, steps);
}

/** The parts of an expression whose text becomes part of its own. */
function carriedBy(node: SyntaxNode): readonly SyntaxNode[] {
  if (/^(?:template|group|entry)$/u.test(node.type)) return childrenOf(node);
  if (node.type === "binary") return /^(?:\+|%|\?\?|\|\||or)$/u.test(node.operator) ? operandsOf(node) : [];
  return node.type === "if" ? [node.consequence, ...(node.alternative ? [node.alternative] : [])] : [];
}

/** `"<b>%s</b> %s" % (title, author)` fills in each value of the list. */
function operandsOf({ operator, left, right }: BinaryNode): readonly SyntaxNode[] {
  return operator === "%" && right.type === "list" ? [left, ...childrenOf(right)] : [left, right];
}

function uncleanAmong(nodes: readonly SyntaxNode[], flow: Flow, steps: number): string | null {
  for (const node of nodes) {
    const found = uncleanIn(node, flow, steps);
    if (found !== null) return found;
  }
  return null;
}

function uncleanName(node: NameNode | MemberNode, flow: Flow, steps: number): string | null {
  const made = flow.definitionOf(node);
  if (made !== node) return steps === 0 ? null : uncleanIn(made, flow, steps - 1);
  const path = dottedPath(node);
  return path !== null && isWritten(lastName(node) ?? "", path) && !isImported(path, flow) ? path : null;
}

/** What other windows send is told where their origin is checked or is not. */
const MESSAGE = /^(?:e|ev|evt|event)\.data\b/u;

function isWritten(name: string, path: string): boolean {
  return (
    !MESSAGE.test(path) && !/^[A-Z][A-Z\d_]+$/u.test(name) && WRITTEN.test(wordsOf(name)) && !MADE.test(wordsOf(path))
  );
}

function isImported(path: string, flow: Flow): boolean {
  return flow.context.module.imports.has(path.split(".")[0] ?? "");
}

function uncleanCall(node: CallNode, flow: Flow, steps: number): string | null {
  const { calls } = flow.context;
  const name = flow.canonical(node.callee) ?? "";
  const given = node.arguments.map(({ value }) => value);
  if (calls.encoders.test(name) || calls.conversions.test(name) || MADE.test(wordsOf(name))) return null;
  if (KEEPS_MARKUP.test(name)) return uncleanText(given[0], flow);
  const filled = formatted(node);
  if (filled) return uncleanAmong(filled.values, flow, steps);
  if (/^(?:String|str)$/u.test(name)) return uncleanAmong(given, flow, steps);
  return node.callee.type === "member" ? uncleanMethod(node.callee, given, { flow, steps }) : null;
}

/** A text of any name, where it becomes markup as a whole. */
function uncleanText(node: SyntaxNode | undefined, flow: Flow): string | null {
  const made = node && flow.definitionOf(node);
  return made === undefined || made.type === "text" || made.type === "call" ? null : dottedPath(made);
}

interface Followed {
  readonly flow: Flow;
  readonly steps: number;
}

/** `items.map((item) => `<li>${item.name}</li>`).join("")` */
function uncleanMethod({ object, property }: MemberNode, given: readonly SyntaxNode[], { flow, steps }: Followed) {
  if (CARRIES.test(property)) return uncleanIn(object, flow, steps);
  const [callback] = given;
  if (property !== "map" || callback?.type !== "function") return null;
  const answers = [...descendants(callback.body)].flatMap((one) =>
    one.type === "exit" && one.value ? [one.value] : [],
  );
  return uncleanAmong(answers.length > 0 ? answers : [callback.body], flow, steps);
}
