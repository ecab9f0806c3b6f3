import type { SgNode } from "@ast-grep/napi";
import type { Place, SyntaxNode } from "./syntax-node.ts";

/** What a shape may ask of the lowering that runs it. */
export interface Lowering {
  readonly place: (node: SgNode) => Place;
  /** Lowers a node; an absent or meaningless one becomes an empty group. */
  readonly one: (node: SgNode | null) => SyntaxNode;
  readonly maybe: (node: SgNode | null) => SyntaxNode | null;
  /** Lowers what a node contains, with decorators attached to what they decorate. */
  readonly children: (node: SgNode) => SyntaxNode[];
  /** Lowers the decorators among a node's children. */
  readonly decorators: (node: SgNode) => SyntaxNode[];
}

/** Turns one kind of parser node into our syntax; `null` leaves it out. */
export type Shape = (node: SgNode, lowering: Lowering) => SyntaxNode | null;

/** One language: which files it reads, which parser, and what that parser's nodes mean. Unlisted nodes are groups. */
export interface Grammar {
  readonly extensions: readonly string[];
  /** Name of the parser by file extension, or the one for all. */
  readonly parserFor: (extension: string) => string;
  readonly decoratorKind: string;
  /** Why the parser must not be given a text that is known to crash it, or `null`. */
  readonly refuses?: (text: string) => string | null;
  /** True where methods of one object call each other by name alone, and a name alone may be such a call. */
  readonly implicitSelf?: true;
  readonly shapes: Readonly<Record<string, Shape>>;
}
