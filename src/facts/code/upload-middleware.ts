import type { Place, SyntaxNode } from "../syntax/syntax-node.ts";
import type { DraftedFact } from "./draft.ts";
import { Flow } from "./flow.ts";
import type { FlowContext } from "./flow-context.ts";
import { recogniseServices } from "./recognise-services.ts";

/** Files that middleware takes in before the handler runs, such as `upload.single("avatar")`. */
export function uploadsIn(guards: readonly SyntaxNode[], context: FlowContext): DraftedFact[] {
  const flow = new Flow(context, null);
  return guards
    .flatMap((guard) => (guard.type === "call" ? recogniseServices(guard, flow) : []))
    .filter((draft) => draft.name === "upload")
    .map((draft) => ({ ...draft, symbol: null }));
}

/** An uploaded file that a handler takes. */
export function draftUpload(at: Place, symbol: string | null): DraftedFact {
  const attributes = { operation: "write", keyed_by: "request" };
  return { kind: "data_store", name: "upload", at, symbol, attributes };
}
