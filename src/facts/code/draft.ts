import type { AttributeValue, Fact, FactKind, Handover } from "../../domain/fact.ts";
import type { Place, SyntaxNode } from "../syntax/syntax-node.ts";
import type { Flow } from "./flow.ts";
import type { ModuleModel } from "./module-model.ts";

/** A fact before its lines are quoted. */
export interface Draft {
  readonly kind: FactKind;
  readonly name: string;
  readonly at: Place;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/** Says what one node means, when everything before it has been followed. */
export type Recognise = (node: SyntaxNode, flow: Flow) => readonly Draft[];

export interface DraftedFact extends Draft {
  readonly symbol: string | null;
}

/** Turns drafts into facts with their lines. */
export type Quote = (drafts: readonly DraftedFact[]) => readonly Fact[];

/** More lines than this say less, not more. */
const MAX_QUOTED_LINES = 6;
/** Lines of machine-made code are no evidence that a person can read. */
const MAX_QUOTE_LENGTH = 2_000;

/** Quotes a draft's lines; `null` when they are too long to be shown. */
export function toFact({ kind, name, at, symbol, attributes }: DraftedFact, module: ModuleModel): Fact | null {
  const quoted = quoteOf(at, module);
  return quoted && { kind, name, side: module.file.side, symbol, attributes, ...quoted };
}

/** The lines of a place as they are shown; `null` when they are too long. */
export function quoteOf(at: Place, { lines: all, file }: ModuleModel): Omit<Handover, "symbol"> | null {
  const { startLine } = at;
  const longest = Math.min(at.endLine, startLine + MAX_QUOTED_LINES - 1, all.length);
  const lines = all.slice(startLine - 1, longest);
  // A cut after an empty line would quote a line that nobody sees.
  const count = Math.max(1, lines.findLastIndex((line) => line.trim() !== "") + 1);
  const quote = lines.slice(0, count).join("\n");
  return quote.length > MAX_QUOTE_LENGTH ? null : { path: file.path, startLine, endLine: startLine + count - 1, quote };
}

/** A control that a function itself carries out. */
export function inline(name: string, at: SyntaxNode, more: Draft["attributes"] = {}): Draft {
  return { kind: "control", name, at, attributes: { effective: true, via: "inline", ...more } };
}

/** A protection that is switched off, with the reason. */
export function ineffective(control: string, at: SyntaxNode, reason: string): Draft {
  return { kind: "control", name: control, at, attributes: { effective: false, via: "setting", reason } };
}
