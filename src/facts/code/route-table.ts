import type { Action } from "./code-facts.ts";
import type { AttributeValue } from "../../domain/fact.ts";
import type { DraftedFact } from "./draft.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { Place, SyntaxNode } from "../syntax/syntax-node.ts";

/** Stands in for a router: nothing in the file mounts these. */
export const NO_ROUTER = "";

/** A variable that routes hang on. */
export interface RouterObject {
  readonly name: string;
  readonly framework: Framework;
  /** True for the application itself. */
  readonly isRoot: boolean;
  readonly prefix: string;
  /** Dependencies that guard every route of it. */
  readonly guards: readonly SyntaxNode[];
}

/** One place where a handler is registered for input. */
export interface Registration {
  readonly framework: Framework;
  /** The variable that it is registered on. */
  readonly router: string;
  /** `null` for any method and for tools. */
  readonly method: string | null;
  /** Path, or the name of a tool. */
  readonly route: string;
  /** `tool` and the like for entry points with a name instead of a path. */
  readonly label: string | null;
  /** What runs before the handler, in order. */
  readonly guards: readonly SyntaxNode[];
  /** Decorators that wrap the function only after it was registered. */
  readonly outerDecorators: readonly SyntaxNode[];
  readonly decorators: readonly SyntaxNode[];
  readonly handler: SyntaxNode;
  /** True when the route lets everyone past what guards its class and its application. */
  readonly isWaived?: boolean;
  /** True when nothing but its own guards and code stands before what it does. */
  readonly isWhole?: boolean;
  /** What its form says about it. */
  readonly says?: Readonly<Record<string, AttributeValue>>;
  /** What a handler that the framework brings does to records. */
  readonly serves?: readonly DraftedFact[];
  /** Set where the handler is a method of a class that guards it. */
  readonly action?: Action;
  readonly at: Place;
}

export interface GuardRegistration {
  readonly router: string;
  readonly prefix: string;
  readonly guards: readonly SyntaxNode[];
  /** True when it protects only what is registered after it. */
  readonly ordered: boolean;
  readonly at: Place;
}

export interface MountRegistration {
  readonly router: string;
  readonly prefix: string;
  readonly child: SyntaxNode;
  readonly guards: readonly SyntaxNode[];
  readonly at: Place;
}

/** What a file says about its entry points, in the order of the text. */
export interface RouteTable {
  readonly routers: ReadonlyMap<string, RouterObject>;
  readonly registrations: readonly Registration[];
  readonly guards: readonly GuardRegistration[];
  readonly mounts: readonly MountRegistration[];
}

/** Joins path parts with exactly one slash between them; a lone slash at the end is dropped. */
export function joinRoute(...parts: readonly string[]): string {
  const joined = parts
    .map((part) => part.replace(/^\/+|\/+$/gu, ""))
    .filter((part) => part !== "")
    .join("/");
  return `/${joined}`;
}

/** A registration is quoted by its first line; what it registers has lines of its own. */
export function firstLine(node: SyntaxNode): SyntaxNode {
  return { ...node, endLine: node.startLine };
}
