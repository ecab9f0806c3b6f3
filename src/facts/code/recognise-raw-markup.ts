import type { AssignNode, CallNode, GroupNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, dottedPath, lastName, literalText } from "../syntax/walk.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { howBuilt } from "./recognise-sinks.ts";
import { uncleanIn } from "./unclean-markup.ts";

/** Finds values that become markup as they are, although nothing in view of a request reaches them. */
export const recogniseRawMarkup: Recognise = (node, flow) => {
  if (node.type === "assign") return assigned(node, flow);
  if (node.type === "entry") return node.key === "__html" ? raw(node.value, flow) : [];
  if (node.type === "group") return framed(node, flow);
  return node.type === "call" ? called(node, flow) : [];
};

/** `element.innerHTML = message`, and a text of markup that grows by a value. */
function assigned({ target, value, augmented }: AssignNode, flow: Flow): Draft[] {
  const isPage = target.type === "member" && /^(?:innerHTML|outerHTML|srcdoc)$/u.test(target.property);
  const isMarkup = augmented && target.type === "name" && /(?:html|markup)$/iu.test(target.name);
  return isPage || (isMarkup && isBuilt(value, flow)) ? raw(value, flow) : [];
}

const JQUERY = /^(?:html|append|prepend|before|after|replaceWith)$/u;
const TRUSTED =
  /^(?:(?:flask|markupsafe)\.Markup|django\.utils\.safestring\.mark_safe|django\.utils\.html\.format_html|[hH]andlebars\.SafeString|lit(?:-html)?(?:\/[\w./-]+)?\.unsafe(?:HTML|SVG)|(?:.*\.)?bypassSecurityTrust(?:Html|Script|ResourceUrl|Url))$/u;

function called(node: CallNode, flow: Flow): Draft[] {
  const [first] = node.arguments.map(({ value }) => value);
  const name = flow.canonical(node.callee) ?? "";
  if (first === undefined) return htmlSafe(node, flow);
  if (TRUSTED.test(name)) return trusted(first, name, flow);
  return name === "raw" ? raw(first, flow) : inserted(node, first, flow);
}

/** Markup that a page is given by `insertAdjacentHTML` or by jQuery. */
function inserted({ callee, arguments: given }: CallNode, first: SyntaxNode, flow: Flow): Draft[] {
  if (callee.type !== "member") return [];
  if (callee.property === "insertAdjacentHTML") return raw(given.at(-1)?.value ?? first, flow);
  const isJquery = JQUERY.test(callee.property) && /^(?:\$|jQuery)\(\)|^\$\w/u.test(dottedPath(callee.object) ?? "");
  return isJquery && given.length === 1 && isBuilt(first, flow) ? raw(first, flow) : [];
}

/** `format_html` encodes what it is given besides its format. */
function trusted(markup: SyntaxNode, name: string, flow: Flow): Draft[] {
  return name.endsWith("format_html") && !isBuilt(markup, flow) ? [] : raw(markup, flow);
}

/** `"<b>#{user.name}</b>".html_safe` and `post.body.html_safe` */
function htmlSafe({ callee }: CallNode, flow: Flow): Draft[] {
  if (callee.type !== "member" || callee.property !== "html_safe") return [];
  return callee.object.type === "member" || isBuilt(callee.object, flow) ? raw(callee.object, flow) : [];
}

function isBuilt(node: SyntaxNode, flow: Flow): boolean {
  return /<\/?[a-z!]/iu.test(literalText(flow.definitionOf(node)) ?? "") || howBuilt(node, flow) === "concatenated";
}

function raw(value: SyntaxNode, flow: Flow): Draft[] {
  const { source: input, request } = flow.valueOf(value);
  // Input is told as such, and what of a request was made harmless stays so.
  if (input !== null || request) return [];
  const source = uncleanIn(value, flow);
  if (source === null) return [];
  const attributes = { tainted: false, source, built: howBuilt(value, flow), format: "raw" };
  return [{ kind: "sink", name: "html", at: value, attributes }];
}

/** `<iframe src={url}>` and `<iframe srcDoc={html}>`, unless the frame is shut in. */
function framed({ children }: GroupNode, flow: Flow): Draft[] {
  const [name, ...attributes] = children;
  if (name?.type !== "name" || name.name !== "iframe") return [];
  const entries = attributes.flatMap((one) => (one.type === "entry" ? [one] : []));
  if (entries.some(({ key, value }) => key === "sandbox" && !contains(value, loosensFrame))) return [];
  const shown = entries.find(({ key }) => key === "src" || key === "srcDoc");
  return shown && isOpenAddress(shown.value) ? raw(shown.value, flow) : [];
}

function loosensFrame(node: SyntaxNode): boolean {
  return node.type === "text" && /allow-scripts/u.test(node.value) && /allow-same-origin/u.test(node.value);
}

/** An address whose beginning is written out leads where the code says. */
function isOpenAddress(node: SyntaxNode): boolean {
  return node.type === "name" || (node.type === "member" && lastName(node) !== null);
}
