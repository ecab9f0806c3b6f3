import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { dispatchedActions } from "./dispatched-actions.ts";
import type { DraftedFact } from "./draft.ts";
import { draftPart } from "./entry-point.ts";
import type { Visit } from "./flow-context.ts";
import { DraftCollector } from "./recognisers.ts";

/** An entry point as a whole, and how to follow its code. */
export interface WholeEntry {
  readonly entry: DraftedFact;
  readonly controls: readonly DraftedFact[];
  readonly blindSpot: string | null;
  readonly follow: (code: SyntaxNode, visit: Visit) => void;
}

/** One action of several that an entry point carries out. */
interface EntryPart {
  readonly entry: DraftedFact;
  readonly drafts: readonly DraftedFact[];
  readonly startLine: number;
  readonly endLine: number;
}

/** Languages whose handlers often do many things, each for a word that callers send. */
const LANGUAGES: ReadonlySet<string> = new Set(["php", "java", "csharp"]);

/** What an entry point does for each word that it is asked with: some may lack a check that the others have. */
export function entryParts(code: SyntaxNode, language: string, { entry, controls, follow }: WholeEntry): EntryPart[] {
  if (!LANGUAGES.has(language)) return [];
  return dispatchedActions(code).map((action) => {
    const collector = new DraftCollector();
    for (const control of controls) collector.add(control);
    follow(action.code, collector.visit);
    const drafts = collector.all().filter(({ kind }) => kind === "control" || kind === "data_store");
    const { startLine, endLine } = action;
    return { entry: draftPart(entry, action), drafts, startLine, endLine };
  });
}
