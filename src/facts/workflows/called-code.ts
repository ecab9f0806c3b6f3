import type { Fact, FileFacts, Scope } from "../../domain/fact.ts";

/** A call of code of the same repository, in a job that outsiders can start with its rights. */
export interface OwnCall {
  /** The path of the action's folder or of the workflow; `null` when it is called by a repository's name. */
  readonly target: string | null;
  /** Names of the inputs that the call gives. */
  readonly inputs: readonly string[];
}

/** An action or workflow that others of the repository call. */
export interface Callable {
  readonly path: string;
  readonly inputs: ReadonlySet<string>;
  /** What it does with the code of a pull request when outsiders start its caller. */
  readonly whenOpen: readonly Fact[];
}

/** What the workflow reader yields: facts, and what links jobs to the actions and workflows that they call. */
export interface WorkflowFacts extends FileFacts {
  /** By position of the scope. */
  readonly calls: readonly (readonly OwnCall[])[];
  readonly callable: Callable | null;
}

function isWorkflow(facts: FileFacts): facts is WorkflowFacts {
  return "callable" in facts;
}

/** Inputs that must agree before a call by name is taken for a call of the repository's own action. */
const TELLING_INPUTS = 3;

/** Gives each job what the actions and workflows of its own repository do when it calls them. */
export function linkWorkflows(files: readonly FileFacts[]): FileFacts[] {
  const workflows = files.filter(isWorkflow);
  const callables = workflows.flatMap(({ callable }) => callable ?? []);
  if (callables.every(({ whenOpen }) => whenOpen.length === 0)) return [...files];
  return files.map((file) => (isWorkflow(file) ? { ...file, scopes: linkedScopes(file, callables) } : file));
}

function linkedScopes({ scopes, calls }: WorkflowFacts, callables: readonly Callable[]): Scope[] {
  return scopes.map((scope, position) => {
    const called = (calls[position] ?? []).flatMap((call) => callables.filter((one) => isTarget(call, one)));
    const given = called.flatMap(({ whenOpen }) => whenOpen).map((fact) => ({ ...fact, side: scope.side }));
    return given.length === 0 ? scope : { ...scope, facts: [...scope.facts, ...given] };
  });
}

/** Repositories try their own action by the name under which others know it; then it takes the same inputs. */
function isTarget({ target, inputs }: OwnCall, callable: Callable): boolean {
  if (target !== null) return target === callable.path;
  const isRoot = callable.path === "";
  return isRoot && inputs.length >= TELLING_INPUTS && inputs.every((input) => callable.inputs.has(input));
}
