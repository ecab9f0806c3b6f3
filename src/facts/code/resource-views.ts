import type { Framework } from "../frameworks/framework.ts";
import type { ClassNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, descendants, dottedPath, lastName } from "../syntax/walk.ts";
import type { DraftedFact } from "./draft.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine, NO_ROUTER, type Registration } from "./route-table.ts";
import { classGuards, letsAnyoneIn } from "./view-guards.ts";

type Operation = "read" | "write" | "delete";

/** What the generic classes of a framework do to one record that the address names. */
const GENERIC: readonly (readonly [RegExp, Operation])[] = [
  [
    /^ModelViewSet$|^(?:RetrieveDestroy|RetrieveUpdateDestroy|Destroy)APIView$|^(?:Destroy|Delete)\w*(?:Mixin|View)$/u,
    "delete",
  ],
  [/^(?:RetrieveUpdate|Update)APIView$|^Update\w*(?:Mixin|View)$/u, "write"],
  [/^ReadOnlyModelViewSet$|^RetrieveAPIView$|^Retrieve\w*Mixin$|^DetailView$/u, "read"],
];

/** Methods that decide which records a caller gets, or whether. */
const DECIDES =
  /^(?:get_object|get_permissions|check_object_permissions|check_permissions|test_func|has_permission|dispatch|initial)$/u;
const USUAL_PERMISSIONS =
  /^(?:IsAuthenticated|AllowAny|IsAuthenticatedOrReadOnly|LoginRequiredMixin|AccessMixin|\w*ModelMixin)$/u;

/** View classes that answer without a method of their own: what their base does, with the records that they name. */
export function resourceViews(framework: Framework, scan: RouteScan): Registration[] {
  const classes = [...descendants(scan.module.root)].filter((node) => node.type === "class");
  return classes.flatMap((node) => (node.name === null ? [] : resourceView(node, node.name, framework, scan)));
}

function resourceView(node: ClassNode, route: string, framework: Framework, scan: RouteScan): Registration[] {
  const guards = classGuards(route, scan);
  const served = guards.every(isUsual) ? servedBy(node) : null;
  if (served === null) return [];
  const { operation, queryset, model } = served;
  const isRead = operation === "read";
  const at = firstLine(node);
  const handler = queryset ?? emptyHandler(node);
  const serves = model === null ? [] : [record(node, operation, model)];
  const says = { changes_state: !isRead };
  const none = { router: NO_ROUTER, outerDecorators: [], decorators: [] };
  const method = isRead ? "GET" : null;
  const isWaived = letsAnyoneIn(route, scan);
  return [{ ...none, framework, route, label: "view", method, guards, handler, says, serves, isWaived, at }];
}

interface Served {
  readonly operation: Operation;
  /** The method that chooses the records, or `null` for those of a model. */
  readonly queryset: FunctionNode | null;
  readonly model: string | null;
}

/** What a class serves as its base does it; `null` when that is nothing, or its own code decides. */
function servedBy(node: ClassNode): Served | null {
  const operation = operationOf(node);
  const methods = methodsOf(node);
  if (operation === null || methods.some(({ name }) => DECIDES.test(name ?? ""))) return null;
  const queryset = methods.find(({ name }) => name === "get_queryset") ?? null;
  const model = queryset === null ? modelOf(node) : null;
  return model === null && !choosesByCaller(queryset) ? null : { operation, queryset, model };
}

function methodsOf({ body }: ClassNode): FunctionNode[] {
  return [...descendants(body)].filter((one) => one.type === "function");
}

function isUsual(guard: SyntaxNode): boolean {
  return USUAL_PERMISSIONS.test(lastName(guard) ?? "");
}

function operationOf({ bases }: ClassNode): Operation | null {
  const names = bases.map((base) => lastName(base) ?? "");
  return GENERIC.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? null;
}

/** The model whose records anyone can choose from: `queryset = Note.objects.all()`, `model = Note`. */
function modelOf({ body }: ClassNode): string | null {
  const fields = [...descendants(body)].flatMap((node) => {
    if (node.type !== "assign" || node.target.type !== "name") return [];
    if (node.target.name === "model") return lastName(node.value) ?? [];
    return node.target.name === "queryset" ? (everythingOf(node.value) ?? []) : [];
  });
  return fields[0] ?? null;
}

function everythingOf(queryset: SyntaxNode): string | null {
  const [model = null, , all = "all"] = (dottedPath(queryset) ?? "").replaceAll("()", "").split(".");
  return all === "all" ? model : null;
}

/** True when the records are those of who asks. */
function choosesByCaller(queryset: FunctionNode | null): boolean {
  return queryset !== null && contains(queryset.body, isCaller);
}

function isCaller(node: SyntaxNode): boolean {
  return /(?:^|\.)request\.user(?:\.|$)/u.test(dottedPath(node) ?? "");
}

function record(node: ClassNode, operation: Operation, model: string): DraftedFact {
  const attributes = { operation, keyed_by: "request", scoped_to_user: false, limited: false };
  const collection = model.toLowerCase();
  return {
    kind: "data_store",
    name: "record",
    at: firstLine(node),
    symbol: node.name,
    attributes: { ...attributes, collection },
  };
}

function emptyHandler({ name, startLine, endLine, offset }: ClassNode): FunctionNode {
  const at = { startLine, endLine, offset };
  return {
    type: "function",
    name,
    parameters: [],
    body: { type: "group", children: [], ...at },
    decorators: [],
    ...at,
  };
}
