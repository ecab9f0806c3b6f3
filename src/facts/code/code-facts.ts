import type { Fact, FileFacts, Handover } from "../../domain/fact.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { ImportedName } from "./canonical-name.ts";
import type { Value } from "./value.ts";

/** Why a route's guards are not all known. */
export const NOT_MOUNTED = "Guards added where this router is mounted were not in view.";

/** Why a function's guards are not known. */
export const NOT_REGISTERED = "Where this function is registered, and behind which guards, was not in view.";

/** Why the guards of a script are not known. */
export const RUN_BEFORE =
  "What runs before this script, in files that it includes or that include it, was not in view.";

/** Why a route's own code is not known. */
export const HANDLER_ELSEWHERE = "The function that handles this route was not in view.";

/** Why the guards that a class inherits are not all known. */
export const INHERITED = "Guards that this class inherits were not in view.";

/** Why the guards that a router brings along are not known. */
export const ROUTER_MADE_ELSEWHERE =
  "What this router's own class or maker puts in front of its routes was not in view.";

/** A name that another file exports. */
export interface Reference {
  readonly module: string;
  readonly name: string;
  /** What is used of it: `invoices.router` uses `router` of the module `invoices`. */
  readonly property: string | null;
}

/** A router of another file that is mounted here, and what protects it. */
export interface Mount {
  readonly router: string;
  readonly target: Reference;
  readonly prefix: string;
  readonly controls: readonly Fact[];
  /** True when the router that it is mounted on is itself mounted out of sight. */
  readonly isOpen: boolean;
}

/** Functions that run before or around a route's handler, and whose names promise nothing. */
export interface GuardsElsewhere {
  readonly framework: Framework;
  readonly references: readonly Reference[];
}

/** One argument of a call. */
export interface Given {
  /** The keyword of a keyword argument. */
  readonly name: string | null;
  readonly value: Value;
}

/** A call of a function in another file that is given something of a request. */
export interface OutsideCall {
  readonly target: Reference;
  readonly given: readonly Given[];
  /** The lines of the call; `null` when they are too long to be shown. */
  readonly at: Handover | null;
}

/** What a function does, and what it hands on to other files. */
export interface Followed {
  readonly facts: readonly Fact[];
  readonly calls: readonly OutsideCall[];
}

/** What a function of another file gives back for what it is given; `null` where that is not in view. */
export type Returns = (target: Reference, given: readonly Given[]) => Value | null;

/** A place that calls a function of this file, by its symbol, or of another. */
export interface CallSite {
  readonly target: Reference | string;
  /** Which arguments are written out in the code. */
  readonly fixed: readonly { readonly name: string | null; readonly fixed: boolean }[];
}

/** What a class puts in front of its actions and of those that inherit from it, or takes away from them. */
export interface DeclaredGuard {
  /** The method that is run; empty for a block. */
  readonly name: string;
  readonly effect: "adds" | "skips" | "checks";
  /** The actions that it is for; `null` for all. */
  readonly only: readonly string[] | null;
  readonly except: readonly string[] | null;
  readonly controls: readonly Fact[];
}

/** A class whose guards hold for the actions of other files as well. */
export interface ClassSummary {
  /** What it inherits from and mixes in, as written. */
  readonly bases: readonly string[];
  readonly guards: readonly DeclaredGuard[];
}

/** What an application puts in front of the routes whose paths it covers. */
export interface ApplicationRule {
  /** `null` for every path; empty where code cannot tell which ones they are. */
  readonly paths: readonly string[] | null;
  readonly except: readonly string[];
  /** `null` for every method. */
  readonly method: string | null;
  /** Paths that the rule and its neighbours are for; unset or empty for all. */
  readonly within?: readonly string[];
  /** True when no later rule counts for what this one covers. */
  readonly decides: boolean;
  readonly controls: readonly Fact[];
}

/** What a file says about an application of a framework. */
export interface Application {
  readonly framework: string;
  readonly rules: readonly ApplicationRule[];
  /** True when the application is put together here. */
  readonly starts: boolean;
  /** Classes that must be in view as well to know what the application lacks. */
  readonly needs: readonly string[];
}

/** The method of a class that an entry point is. */
export interface Action {
  readonly className: string;
  readonly name: string;
}

/** A function that other files may use. */
export interface FunctionSummary {
  /** True when it does nothing but pass on. */
  readonly letsEverythingThrough: boolean;
  /** True when what it refuses depends on nothing but settings. */
  readonly asksOnlySettings: boolean;
  /** The names that each parameter gives its function. */
  readonly parameters: readonly (readonly string[])[];
}

/** A router that routes of other files may hang on. */
export interface RouterDefinition {
  readonly prefix: string;
  readonly isRoot: boolean;
}

/** What a file says about others, for the pass that links them. */
export interface ModuleLinks {
  readonly mounts: readonly Mount[];
  readonly routers: ReadonlyMap<string, RouterDefinition>;
  /** The router that each scope hangs on, by position; `null` unless it may be mounted elsewhere. */
  readonly routerOf: readonly (string | null)[];
  /** What may be the handler that a scope's route names but another file defines, the likeliest first, by position. */
  readonly handlersOf: readonly (readonly Reference[])[];
  /** What of other files runs before or around each scope, by position; `null` for scopes that nothing runs before. */
  readonly guardsOf: readonly (GuardsElsewhere | null)[];
  /** What each scope hands to functions of other files, by position. */
  readonly callsOf: readonly (readonly OutsideCall[])[];
  /** The action that each scope is, by position. */
  readonly actionOf: readonly (Action | null)[];
  /** By name; only where classes guard what is inherited from them. */
  readonly classes: ReadonlyMap<string, ClassSummary>;
  /** Whether each scope lets everyone past the guards of its application, by position. */
  readonly waivedOf: readonly boolean[];
  readonly applications: readonly Application[];
  /** Bases that a framework brings along, which guard nothing. */
  readonly rootBases: RegExp | null;
  readonly callSites: readonly CallSite[];
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** Local symbol by exported name. */
  readonly exports: ReadonlyMap<string, string>;
  readonly passedOn: ReadonlyMap<string, ImportedName>;
  /** By symbol. */
  readonly functions: ReadonlyMap<string, FunctionSummary>;
  /** Names of what each class extends or implements, by its own. */
  readonly hierarchy: ReadonlyMap<string, readonly string[]>;
  /** What a function of this file does with what it is given; nothing for symbols that the file does not define. */
  readonly follow: (symbol: string, given: readonly Given[]) => Followed;
  /** What a function of this file checks before the routes of a framework in another one. */
  readonly checks: (symbol: string, framework: Framework) => readonly Fact[];
  /** What a function of this file gives back for what it is given; `null` for symbols that the file does not define. */
  readonly returned: (symbol: string, given: readonly Given[]) => Value | null;
}

/** What the code reader yields: facts, and what is needed to link them with those of other files. */
export interface CodeFacts extends FileFacts {
  readonly links: ModuleLinks;
  /** The same file, read with what functions of other files give back. */
  readonly readAgain: (returns: Returns) => CodeFacts;
}
