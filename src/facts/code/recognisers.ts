import type { Draft, DraftedFact, Recognise } from "./draft.ts";
import type { Visit } from "./flow-context.ts";
import { recogniseControls } from "./recognise-controls.ts";
import { recogniseCryptography } from "./recognise-cryptography.ts";
import { recogniseDemands } from "./recognise-demands.ts";
import { recogniseDocuments } from "./recognise-documents.ts";
import { recogniseMail } from "./recognise-mail.ts";
import { recogniseOrigins } from "./recognise-origins.ts";
import { recogniseOutputs } from "./recognise-outputs.ts";
import { recogniseProperties } from "./recognise-properties.ts";
import { recognisePrinted } from "./printed-values.ts";
import { recognisePrompts } from "./recognise-prompts.ts";
import { recogniseRawMarkup } from "./recognise-raw-markup.ts";
import { recogniseReflection } from "./recognise-reflection.ts";
import { recogniseSecrets } from "./recognise-secrets.ts";
import { recogniseServices } from "./recognise-services.ts";
import { recogniseSettings } from "./recognise-settings.ts";
import { recogniseSignIn } from "./recognise-sign-in.ts";
import { recogniseSinks } from "./recognise-sinks.ts";
import { recogniseUploads } from "./recognise-uploads.ts";
import { recogniseScreening } from "./screening.ts";
import { recogniseStores } from "./recognise-stores.ts";

const RECOGNISERS: readonly Recognise[] = [
  recogniseSinks,
  recogniseProperties,
  recogniseStores,
  recogniseControls,
  recogniseDemands,
  recogniseSettings,
  recogniseOrigins,
  recognisePrinted,
  recogniseOutputs,
  recogniseRawMarkup,
  recogniseServices,
  recogniseSecrets,
  recogniseScreening,
  recogniseCryptography,
  recogniseReflection,
  recogniseDocuments,
  recogniseMail,
  recogniseUploads,
  recognisePrompts,
  recogniseSignIn,
];

/** Collects what every recogniser says about the nodes that a flow visits. */
export class DraftCollector {
  private readonly drafts = new Map<string, DraftedFact>();

  readonly visit: Visit = (node, flow) => {
    for (const recognise of RECOGNISERS) {
      for (const draft of recognise(node, flow)) {
        if (!flow.isOfObject || isReached(draft)) this.add({ ...draft, symbol: flow.symbol });
      }
    }
  };

  /** Two views of the same place are one fact: the outer call of a query, and the one that an attacker reaches. */
  add(draft: DraftedFact): void {
    const { kind, name, at, attributes } = draft;
    const key = [kind, name, at.startLine, at.endLine, attributes.field, attributes.reason].join(" ");
    const known = this.drafts.get(key);
    const isOuter = kind === "data_store" && known?.symbol === draft.symbol;
    const isWorse = known?.attributes.tainted === false && attributes.tainted === true;
    if (!known || isOuter || isWorse) this.drafts.set(key, draft);
  }

  all(): DraftedFact[] {
    return [...this.drafts.values()].toSorted((a, b) => a.at.offset - b.at.offset);
  }
}

/** Who answers with what is not known of a method that nobody in view calls. */
const ANSWERS = /^(?:html|redirect|error_detail)$/u;

/** Of what an object may do, what becomes of the request. */
function isReached({ kind, name, attributes }: Draft): boolean {
  return kind === "sink" && attributes.tainted === true && !ANSWERS.test(name);
}
