import type { DeclaredField, Safeguard } from "../../domain/fact.ts";
import type { AssignNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { cleanedText, onlyNameOf } from "./cleaned-texts.ts";
import { forbiddenList } from "./forbidden-lists.ts";
import { optionCall } from "./kept-options.ts";
import { rootOf, subjectsOf } from "./subjects.ts";

type Use = Omit<Safeguard, "symbol">;

/** Safeguards that no name tells, and what those of them belong to that belong to a place, as a rule does to its field. */
export interface WrittenOut {
  readonly uses: readonly Use[];
  readonly holders: readonly Omit<DeclaredField, "symbol">[];
}

const NOTHING: WrittenOut = { uses: [], holders: [] };

/** The safeguards that a node writes out: signs that are taken out, options and lists. */
export function writtenOut(node: SyntaxNode): WrittenOut {
  if (node.type !== "call" && node.type !== "assign") return NOTHING;
  const held = node.type === "call" ? optionsOf(node) : wordsIn(node);
  return { uses: [...(node.type === "call" ? cleaningUses(node) : []), ...held.uses], holders: held.holders };
}

function cleaningUses(node: CallNode): Use[] {
  const { startLine, endLine } = node;
  const named = onlyNameOf(node);
  if (named !== null) return [{ family: "file", what: "basename", about: aboutText(named), startLine, endLine }];
  const cleaned = cleanedText(node);
  if (cleaned === null) return [];
  return [
    { family: cleaned.family, what: `replace ${cleaned.pattern}`, about: aboutText(cleaned.of), startLine, endLine },
  ];
}

function aboutText(given: SyntaxNode): string | null {
  return rootOf(subjectsOf(given)[0] ?? null);
}

function optionsOf(node: CallNode): WrittenOut {
  const call = optionCall(node);
  if (call === null) return NOTHING;
  const { name, kept } = call;
  const uses = kept.map(({ family, option }): Use => {
    const { startLine, endLine } = option;
    return { family, what: `${name} ${option.key}`, about: name, ofField: true, startLine, endLine };
  });
  // What stands elsewhere may hold the option.
  const isPlain = node.arguments.slice(1).every(({ spread, value }) => !spread && isWrittenOut(value));
  return { uses, holders: isPlain ? [{ name, startLine: node.startLine }] : [] };
}

function isWrittenOut(node: SyntaxNode): boolean {
  return (
    node.type !== "name" &&
    node.type !== "member" &&
    !(node.type === "object" && node.entries.some(({ spread }) => spread))
  );
}

function wordsIn(node: AssignNode): WrittenOut {
  const list = forbiddenList(node);
  if (list === null) return NOTHING;
  return { uses: list.words, holders: list.isWhole ? [{ name: list.name, startLine: node.startLine }] : [] };
}
