import type { ClassNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath, lastName } from "../syntax/walk.ts";

/** Types that stand around the one that matters. */
const AROUND =
  /^(?:Option|Arc|Rc|Box|Optional|Annotated|Union|Final|ClassVar|Readonly|Partial|Promise|Awaitable|Lazy|Provider|ObjectProvider|None|null|undefined|readonly|typing|final)$/u;

/** The class that an annotation names: `Repository` for `Repository<Invoice>`, `Mailer` for `Optional[Mailer]`. */
export function typeName(annotation: SyntaxNode): string | null {
  const texts = [...descendants(annotation)].flatMap((node) => {
    if (node.type === "name") return [node.name];
    return node.type === "text" ? [node.value] : [];
  });
  const words = texts.flatMap((text) => text.match(/[\p{L}_$][\p{L}\d_$.]*/gu) ?? []);
  const name = words.map((word) => word.slice(word.lastIndexOf(".") + 1)).find((word) => !AROUND.test(word));
  return name ?? null;
}

const CONSTRUCTORS = /^(?:constructor|__init__|__construct|initialize)$/u;

/** The types of the fields of a file's classes, by `Class.field`: as declared, as constructed, or as handed in. */
export function fieldTypesIn(root: SyntaxNode): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const node of descendants(root)) {
    if (node.type !== "class" || node.name === null) continue;
    for (const [field, type] of fieldsOf(node)) types.set(`${node.name}.${field}`, type);
  }
  return types;
}

function fieldsOf(node: ClassNode): [string, string][] {
  return membersOf(node.body).flatMap((member) => {
    if (member.type === "assign") return assignedType(member);
    const makes = member.type === "function" && (CONSTRUCTORS.test(member.name ?? "") || member.name === node.name);
    return makes ? [...localTypes(member), ...filledFields(member)] : [];
  });
}

/** What the body of a class holds, without what stands inside its members. */
export function membersOf(body: SyntaxNode): SyntaxNode[] {
  return body.type === "group" ? childrenOf(body).flatMap(membersOf) : [body];
}

/** `this.invoices = new InvoiceService()`. */
function filledFields(node: FunctionNode): [string, string][] {
  return [...descendants(node.body)].flatMap((one) => (one.type === "assign" ? assignedType(one) : []));
}

/** The declared types of a function's parameters and variables. */
export function localTypes(node: FunctionNode): [string, string][] {
  const parameters = node.parameters.flatMap(({ pattern, annotation }) => typed(pattern, annotation));
  const variables = [...descendants(node.body)].flatMap((one) =>
    one.type === "assign" && one.target.type === "name" ? assignedType(one) : [],
  );
  return [...parameters, ...variables];
}

function assignedType(node: SyntaxNode & { type: "assign" }): [string, string][] {
  const declared = typed(node.target, node.annotation ?? null);
  if (declared.length > 0) return declared;
  const made = node.value.type === "call" ? dottedPath(node.value.callee) : null;
  const name = lastName(node.target);
  return made !== null && name !== null && /^[A-Z]\w*$/u.test(made) ? [[name, made]] : [];
}

function typed(target: SyntaxNode, annotation: SyntaxNode | null): [string, string][] {
  const name = lastName(target);
  const type = annotation === null ? null : typeName(annotation);
  return name !== null && type !== null ? [[name, type]] : [];
}
