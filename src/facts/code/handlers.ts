import type { Framework, ParameterRole, ParameterTypes } from "../frameworks/framework.ts";
import type { FunctionNode, ParameterNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName } from "../syntax/walk.ts";
import { annotationOf } from "./annotations.ts";
import { canonicalName } from "./canonical-name.ts";
import { Flow } from "./flow.ts";
import type { FlowContext, Visit } from "./flow-context.ts";
import type { ModuleModel } from "./module-model.ts";
import { convertedFields } from "./converted-fields.ts";
import { annotatedValue, isIdentityName } from "./parameter-roles.ts";
import { harmless, inputFrom, requestObject, SESSION, UNKNOWN, type Value } from "./value.ts";

/** A handler's function with the symbol that others know it by. */
export interface ResolvedHandler {
  readonly symbol: string | null;
  readonly node: FunctionNode;
  /** Calls that the handler is wrapped in, such as `withAuth(handler)`. */
  readonly wrappers: readonly SyntaxNode[];
}

/** Finds the function behind a handler expression in the same file; `null` when it stands elsewhere. */
export function resolveHandler(node: SyntaxNode, context: FlowContext): ResolvedHandler | null {
  if (node.type === "function") return { symbol: symbolOf(node, context), node, wrappers: [] };
  if (node.type === "call") return resolveWrapped(node, context);
  const written = dottedPath(node) ?? "";
  const name = canonicalName(node, context.module)?.replaceAll("()", "") ?? written;
  const known = context.functions.get(written) ?? context.functions.get(name);
  return known ?? null;
}

function symbolOf(node: FunctionNode, context: FlowContext): string | null {
  const named = [...context.functions.values()].find((one) => one.node === node);
  return named?.symbol ?? node.name;
}

/** `asyncHandler(fn)`, `withAuth(fn)`, `controller.get.bind(controller)`. */
function resolveWrapped(node: SyntaxNode & { type: "call" }, context: FlowContext): ResolvedHandler | null {
  if (node.callee.type === "member" && node.callee.property === "bind")
    return resolveHandler(node.callee.object, context);
  for (const { value } of node.arguments.toReversed()) {
    const inner = resolveHandler(value, context);
    if (inner) return { ...inner, wrappers: [node.callee, ...inner.wrappers] };
  }
  return null;
}

/** Follows a handler with its parameters bound as the framework passes them. Returns the symbols that it reached. */
export function followHandler(
  handler: ResolvedHandler,
  framework: Framework,
  context: FlowContext,
  { route, visit, before = [] }: { route: string; visit: Visit; before?: readonly FunctionNode[] },
): ReadonlySet<string> {
  const reached = new Set<string>();
  const flow = new Flow(context, handler.symbol, { handlerOf: framework.id, callers: [], reached });
  bindParameters(handler.node, framework, flow, route);
  for (const node of before) flow.runFunction(node, visit);
  flow.runFunction(handler.node, visit);
  return reached;
}

interface Bound {
  readonly flow: Flow;
  readonly route: string;
}

/** Gives the parameters of a handler what its framework passes. */
export function bindParameters(node: FunctionNode, framework: Framework, flow: Flow, route: string): void {
  const parameters = node.parameters.filter((parameter) => !/^(?:self|cls)$/u.test(lastName(parameter.pattern) ?? ""));
  const offset = framework.id === "express" && parameters.length === 4 ? 1 : 0;
  const requests = requestParameters(node, framework);
  for (const [index, parameter] of parameters.entries()) {
    const placed = framework.parameters[index - offset] ?? framework.others;
    const role = requests.includes(parameter) ? "request" : placed;
    const annotated = annotatedValue(parameter, typeNames(parameter), framework);
    flow.bind(parameter.pattern, annotated ?? valueInRole(role, parameter, framework, { flow, route }));
  }
}

/** The parameters that hold the request, as far as their types tell. */
export function requestParameters(node: FunctionNode, { requestTypes }: Framework): ParameterNode[] {
  return node.parameters.filter(
    ({ annotation }) => annotation?.type === "name" && requestTypes?.test(annotation.name) === true,
  );
}

function valueInRole(role: ParameterRole, parameter: ParameterNode, framework: Framework, bound: Bound): Value {
  if (role === "request") return requestObject(framework.request, nameOf(parameter));
  return role === "input" ? inputValue(parameter, framework, bound) : UNKNOWN;
}

function nameOf(parameter: ParameterNode): string {
  return lastName(parameter.pattern) ?? "arguments";
}

const USUAL_TYPES: ParameterTypes = {
  requests: /^(?:Request|WebSocket|HTTPConnection)$/u,
  harmless:
    /^(?:int|float|bool|UUID|UUID4|datetime|date|time|timedelta|Decimal|PositiveInt|NonNegativeInt|Literal|\w*Enum)$/u,
  loose: /^(?:dict|Dict|Any|Mapping)$/u,
  provided:
    /^(?:Response|BackgroundTasks|Session|AsyncSession|Context|Settings|Redis|Connection|Engine|\w*Service|\w*Repository|\w*(?:Dep|Deps|Dependency))$/u,
};

/** The record that a framework loads for a parameter by what the request names, such as `Invoice $invoice`. */
export function boundRecord(
  parameter: ParameterNode,
  { types }: Framework,
  imports: ModuleModel["imports"],
): string | null {
  const [type] = typeNames(parameter);
  const module = type === undefined ? undefined : imports.get(type)?.module;
  return types?.records && type !== undefined && module !== undefined && types.records.test(module) ? type : null;
}

function inputValue(parameter: ParameterNode, framework: Framework, { flow, route }: Bound): Value {
  const name = nameOf(parameter);
  const dependency = dependencyIn(parameter);
  if (dependency !== null) return isIdentityName(dependency) ? SESSION : UNKNOWN;
  const type = typeNames(parameter);
  const { requests, loose } = framework.types ?? USUAL_TYPES;
  if (type.some((one) => requests.test(one))) return requestObject(framework.request, name);
  if (boundRecord(parameter, framework, flow.imports) !== null) return harmless(inputFrom(name));
  const provided = isExtracted(type, framework) ? null : providedValue(type, framework);
  if (provided !== null) return provided;
  const input = inputFrom(
    name,
    type.some((one) => loose.test(one)),
  );
  const converted = new RegExp(String.raw`<(?:\w+_)?(?:int|float|uuid)(?:_\w+)?:${name}>`, "u").test(route);
  return converted ? harmless(input) : asTyped(input, type, framework, flow.context.module);
}

/** Input as far as its type leaves it any text. */
function asTyped(input: Value, types: readonly string[], ...[framework, module]: [Framework, ModuleModel]): Value {
  if (isConverted(types, framework)) return harmless(input);
  const safe = isExtracted(types, framework) ? convertedFields(types, framework, module) : null;
  return safe === null ? input : { ...input, safe };
}

/** What a parameter holds that the framework or the project fills; `null` when it may hold input. */
function providedValue(types: readonly string[], framework: Framework): Value | null {
  const { provided, identities, inputs } = framework.types ?? USUAL_TYPES;
  if (inputs === undefined && types.some((one) => identities?.test(one))) return SESSION;
  if (types.some((one) => provided.test(one))) return UNKNOWN;
  if (types.some((one) => identities?.test(one) ?? isIdentityName(one))) return SESSION;
  return inputs ? UNKNOWN : null;
}

/** Of what `Path<(u32, String)>` holds, every part must be converted. */
function isConverted(types: readonly string[], framework: Framework): boolean {
  const { harmless: converting } = framework.types ?? USUAL_TYPES;
  if (!isExtracted(types, framework)) return types.some((one) => converting.test(one));
  return types.length > 1 && types.slice(1).every((one) => converting.test(one));
}

/** True for a type that takes input out of a request, whatever that is called. */
export function isExtracted(types: readonly string[], { types: known }: Framework): boolean {
  return types.slice(0, 1).some((type) => known?.inputs?.test(type));
}

/** Models that a framework checks input against before the handler runs. */
export function modelTypeOf(parameter: ParameterNode): string | null {
  if (dependencyIn(parameter) !== null) return null;
  const [type] = typeNames(parameter).filter(
    (name) => !/^(?:Annotated|Optional|List|Union|Body|Query|Form|Path)$/u.test(name),
  );
  if (type === undefined || !/^[A-Z]\w*[a-z]/u.test(type)) return null;
  const isOther = Object.values(USUAL_TYPES).some((types: RegExp) => types.test(type));
  return isOther || isIdentityName(type) || type === "UploadFile" ? null : type;
}

const UPLOADS = /^(?:UploadFile|UploadedFiles?|MultipartFile|FilePart)$/u;

/** Parameters that hold an uploaded file. */
export function uploadParameters(node: FunctionNode): ParameterNode[] {
  return node.parameters.filter(
    (parameter) =>
      typeNames(parameter).some((type) => UPLOADS.test(type)) ||
      parameter.decorators.some((decorator) => UPLOADS.test(annotationOf(decorator).name)),
  );
}

export function typeNames(parameter: ParameterNode): string[] {
  if (parameter.annotation === null) return [];
  return [...descendants(parameter.annotation)].flatMap((node) => {
    if (node.type === "name") return node.name.match(/[\p{L}_$][\p{L}\d_$]*/gu) ?? [];
    return node.type === "member" ? [node.property] : [];
  });
}

/** The function that provides a parameter: `Depends(get_user)`; an empty `Depends()` names the type. */
export function dependencyIn(parameter: ParameterNode): string | null {
  const nodes = [parameter.initial, parameter.annotation].filter((node) => node !== null);
  for (const node of nodes.flatMap((one) => [...descendants(one)])) {
    const dependency = dependencyOf(node);
    if (dependency !== null) return dottedPath(dependency) ?? "";
  }
  return null;
}

/** What `Depends(x)` and `Security(x)` depend on, or `null` for anything else. */
export function dependencyOf(node: SyntaxNode): SyntaxNode | null {
  if (node.type !== "call" || !/^(?:Depends|Security)$/u.test(lastName(node.callee) ?? "")) return null;
  return node.arguments[0]?.value ?? node;
}
