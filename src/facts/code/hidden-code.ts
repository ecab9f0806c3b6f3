import { hiddenTexts } from "../agents/hidden-text.ts";
import type { DraftedFact } from "./draft.ts";
import type { ModuleModel } from "./module-model.ts";

/** Lines that show something else than what they hold. */
export function hiddenCode({ lines }: ModuleModel): DraftedFact[] {
  return hiddenTexts(lines, () => []).map(({ start, end, how }) => ({
    kind: "sink",
    name: "hidden_text",
    at: { startLine: start, endLine: end, offset: 0 },
    symbol: null,
    attributes: { tainted: false, hidden: true, format: how },
  }));
}
