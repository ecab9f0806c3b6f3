import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, dottedPath, lastName } from "../syntax/walk.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { gluedParts } from "./glued-parts.ts";

/** Calls that keep an uploaded file, with the position of the name that it gets. */
const KEEPS: readonly (readonly [RegExp, number])[] = [
  [/^(?:move_uploaded_file|copy|rename)$/u, 1],
  [/\.(?:move|storeAs|storePubliclyAs)$/u, 1],
  [/\.putFileAs$/u, 2],
  [/\.(?:moveTo|transferTo|SaveAs)$/u, 0],
  [
    /^file_put_contents$|(?:^|\.)(?:FileOutputStream|FileStream|File\.(?:Create|OpenWrite|WriteAllBytes\w*)|Files\.write)$/u,
    0,
  ],
  [/(?:^|\.)Files\.copy$/u, 1],
];

/** How the sender of a file calls it. */
const SENT_NAMES =
  /^(?:getClientOriginalName|getClientOriginalExtension|getClientFilename|getOriginalFilename|getSubmittedFileName)$/u;

/** Finds uploads that keep the ending which their sender gave them, where nothing looks at what kind of file it is. */
export const recogniseUploads: Recognise = (node, flow) => {
  const given = node.type === "call" ? keptName(node, flow) : null;
  if (node.type !== "call" || given === null) return [];
  const source = sentName(given, flow);
  if (source === null || hasFixedEnding(given, flow) || isChecked(node, flow)) return [];
  const attributes = { tainted: true, source, callee: flow.calleeOf(node) };
  return [{ kind: "sink", name: "stored_upload", at: node, attributes } satisfies Draft];
};

/** The name under which a call keeps a file, or `null` when it keeps none. */
function keptName(node: CallNode, flow: Flow): SyntaxNode | null {
  const name = flow.canonical(node.callee) ?? lastName(node.callee) ?? "";
  const place = KEEPS.find(([callee]) => callee.test(name));
  return place ? (node.arguments[place[1]]?.value ?? null) : null;
}

const MAX_STEPS = 4;

/** The expression by which the sender's own name gets into another, also through variables. */
function sentName(node: SyntaxNode, flow: Flow, steps = MAX_STEPS): string | null {
  let found: string | null = null;
  contains(node, (one) => {
    found ??= isSentName(one, flow) ? (dottedPath(one) ?? lastName(one)) : null;
    const definition = one.type === "name" && steps > 0 ? flow.definitionOf(one) : one;
    if (definition !== one) found ??= sentName(definition, flow, steps - 1);
    return found !== null;
  });
  return found;
}

function isSentName(node: SyntaxNode, flow: Flow): boolean {
  if (node.type === "call") return SENT_NAMES.test(lastName(node.callee) ?? "");
  if (node.type !== "member") return false;
  if (node.property === "name") return (dottedPath(node) ?? "").startsWith("_FILES.");
  return node.property === "FileName" && flow.valueOf(node).source !== null;
}

/** `$id . ".jpg"` has one ending whatever is sent. */
function hasFixedEnding(node: SyntaxNode, flow: Flow): boolean {
  const last = gluedParts(flow.definitionOf(node)).at(-1);
  return last?.type === "text" && /\.\w{2,5}$/u.test(last.value);
}

/** Names of what looks at the kind of a file, and of what knows the kinds that are welcome. */
const LOOKS_AT_KIND =
  /in_array|allow|white_?list|mime|getimagesize|finfo|exif_imagetype|content_?type|guessExtension|validat/iu;
/** A rule of a validator that is written as a text. */
const KIND_RULE = /(?:^|\|)(?:mimes|mimetypes|image|extensions)(?:$|[:|])/u;
const ENDING = /(?:^|_)ext(?:ension)?$|Ext(?:ension)?$/u;
const PLAIN: ReadonlySet<string> = new Set(["name", "member", "call"]);
const COMPARES = /^(?:[=!]==?|in|not in|~=|=~)$/u;

/** Whoever looks at the kind of a file does so in the function that keeps it, or in a class that its request is checked by. */
function isChecked(node: CallNode, flow: Flow): boolean {
  const { functions, module } = flow.context;
  const around = module.functions.find(
    ({ node: one }) => one.startLine <= node.startLine && one.endLine >= node.endLine,
  );
  const own = around?.node ?? functions.get(flow.symbol ?? "")?.node;
  const isOfClass = own?.parameters.some(({ annotation }) =>
    /^\w+Request$/u.test(annotation ? (lastName(annotation) ?? "") : ""),
  );
  return isOfClass === true || contains(own?.body ?? module.root, looksAtKind);
}

/** Code that does it counts; what comments and messages say does not. */
function looksAtKind(node: SyntaxNode): boolean {
  if (node.type === "text") return KIND_RULE.test(node.value);
  if (node.type === "call") return LOOKS_AT_KIND.test(dottedPath(node.callee) ?? lastName(node.callee) ?? "");
  if (node.type === "name" || node.type === "member") return LOOKS_AT_KIND.test(lastName(node) ?? "");
  return decidedBy(node).some((one) => contains(one, namesEnding));
}

/** What a condition, a comparison or a choice between cases hangs on. */
function decidedBy(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === "if") return [node.condition];
  if (node.type === "binary") return COMPARES.test(node.operator) ? [node.left, node.right] : [];
  const [chosen, ...cases] = node.type === "group" ? node.children : [];
  const isChoice = cases.some((one) => contains(one, ({ type }) => type === "branch"));
  return chosen && isChoice && PLAIN.has(chosen.type) ? [chosen] : [];
}

function namesEnding(node: SyntaxNode): boolean {
  return ENDING.test(lastName(node) ?? "");
}
