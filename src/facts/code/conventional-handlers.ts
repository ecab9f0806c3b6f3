import { EXPRESS } from "../frameworks/express.ts";
import { FRAMEWORKS } from "../frameworks/frameworks.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { FunctionNode } from "../syntax/syntax-node.ts";
import { constructorControls } from "./constructor-guards.ts";
import type { DraftedFact } from "./draft.ts";
import type { Flow } from "./flow.ts";
import type { FlowContext } from "./flow-context.ts";
import { frameworksUsed } from "./frameworks-used.ts";
import { requestAndResponse } from "./given-requests.ts";
import { identityControls } from "./extracted-identity.ts";
import { bindParameters, boundRecord, isExtracted, requestParameters, typeNames } from "./handlers.ts";
import type { ModuleModel, NamedFunction } from "./module-model.ts";

/** What makes a function a handler that this file does not register. */
export interface ConventionalHandler {
  /** The framework whose handler it is, as far as answers go. */
  readonly handlerOf: string | null;
  readonly bind: (flow: Flow) => void;
  /** What holds before it runs. */
  readonly facts: readonly DraftedFact[];
}

/** Functions that are handlers by their form: `(req, res)`, or a method of a controller. */
export function conventionalFramework(named: NamedFunction, context: FlowContext): ConventionalHandler | null {
  const { module } = context;
  if (module.language.id === EXPRESS.language) return takesBoth(named);
  const framework = frameworkOf(named, module);
  if (framework === null) return givenRequest(named, module);
  return {
    handlerOf: framework.id,
    bind: (flow) => bindParameters(named.node, framework, flow, ""),
    facts: [
      ...constructorControls(named, framework, context),
      ...boundRecords(named, framework, module),
      ...identityFacts(named, framework),
    ],
  };
}

function frameworkOf({ className, node }: NamedFunction, module: ModuleModel): Framework | null {
  const imported = frameworksUsed(module);
  const known = imported.length > 0 ? imported : FRAMEWORKS.filter((one) => one.language === module.language.id);
  const isHandler = (one: Framework) =>
    takesApart(node, one) || (isOfController(className, one, module) && isOpenMethod(node));
  return known.find(isHandler) ?? null;
}

/** A controller of one action has that in `__invoke`. */
function isOpenMethod({ name, hidden }: FunctionNode): boolean {
  return hidden === undefined && (name === "__invoke" || !(name ?? "_").startsWith("_"));
}

/** A class is a controller by its own name, or by that of what it extends. */
function isOfController(className: string | null, { conventional }: Framework, { hierarchy }: ModuleModel): boolean {
  if (conventional === undefined || className === null) return false;
  return [className, ...(hierarchy.get(className) ?? [])].some((name) => conventional.test(name));
}

/** `Path(id): Path<u32>` says that a function is a handler. */
function takesApart({ parameters }: FunctionNode, framework: Framework): boolean {
  return parameters.map(typeNames).some((types) => types.length > 1 && isExtracted(types, framework));
}

function identityFacts({ node }: NamedFunction, framework: Framework): DraftedFact[] {
  return framework.types?.inputs ? node.parameters.flatMap((one) => identityControls(one, framework)) : [];
}

/** A function that takes the request by its type. */
function givenRequest({ node }: NamedFunction, module: ModuleModel): ConventionalHandler | null {
  const takes = (framework: Framework) => requestParameters(node, framework).length > 0;
  const known = FRAMEWORKS.find((one) => one.language === module.language.id && takes(one));
  if (known === undefined) return null;
  return { handlerOf: known.id, bind: (flow) => bindParameters(node, known, flow, ""), facts: [] };
}

function takesBoth({ node }: NamedFunction): ConventionalHandler | null {
  const [request] = requestAndResponse(node);
  if (!request) return null;
  return { handlerOf: null, bind: (flow) => flow.bind(request.pattern, request.value), facts: [] };
}

/** The records that a framework loads for a handler before it runs. */
export function boundRecords(
  { node, symbol }: { readonly node: FunctionNode; readonly symbol: string | null },
  framework: Framework,
  { imports }: ModuleModel,
): DraftedFact[] {
  return node.parameters.flatMap((parameter) => {
    const record = boundRecord(parameter, framework, imports);
    if (record === null) return [];
    const collection = record.toLowerCase();
    const attributes = { operation: "read", keyed_by: "request", scoped_to_user: false, limited: false, collection };
    return [{ kind: "data_store" as const, name: "record", at: parameter, symbol, attributes }];
  });
}
