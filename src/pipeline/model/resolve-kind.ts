import type { Catalogue } from "../../catalogue/catalogue.ts";
import type { Stride, ThreatKind } from "../../domain/threat-kind.ts";
import type { WireThreat } from "../schemas/enumerate-answer.ts";
import { type Weakness, weaknessOf } from "./weaknesses.ts";

/** What is at stake in a threat that no catalogue kind describes, by its STRIDE category; part of its identity. */
const STAKES: Readonly<Record<Stride, Pick<ThreatKind["statement"], "goals" | "assets">>> = {
  S: { goals: ["confidentiality", "integrity"], assets: ["accounts"] },
  T: { goals: ["integrity"], assets: ["stored data"] },
  R: { goals: ["accountability"], assets: ["audit trail"] },
  I: { goals: ["confidentiality"], assets: ["confidential data"] },
  D: { goals: ["availability"], assets: ["service"] },
  E: { goals: ["confidentiality", "integrity"], assets: ["access rights"] },
};

/**
 * The kind that a model's threat is filed under: the one it names, else the only one about its weakness, else
 * `other/cwe-<n>`. A model that says `other` means it. Returns `null` when it may not name that weakness.
 */
export function resolveKind(wire: Pick<WireThreat, "kind" | "cwe">, { kinds }: Catalogue): ThreatKind | null {
  const name = wire.kind.trim();
  const named = kinds.find(({ id }) => id === name);
  if (named) return named;
  const about = name === "other" ? [] : kinds.filter(({ cwe }) => cwe[0] === wire.cwe);
  if (about.length === 1) return about[0] ?? null;
  const weakness = weaknessOf(wire.cwe);
  return weakness && kindOutsideCatalogue(weakness);
}

function kindOutsideCatalogue({ cwe, name, stride }: Weakness): ThreatKind {
  return {
    id: `other/cwe-${cwe}`,
    title: name,
    stride,
    cwe: [cwe],
    owasp: [],
    asvs: [],
    capec: [],
    statement: { source: "", prerequisites: "", action: "", impact: "", ...STAKES[stride] },
    elements: ["process", "ci", "image", "config"],
    entryPointRequired: false,
    appliesIf: { fact: "entry_point" },
    risk: { access: "remote_auth", complexity: "moderate", data: "internal", effect: "none" },
    yieldsTo: [],
    riskWhen: [],
    mitigations: [],
    breakIt: "",
    test: "",
    falsePositives: "A control that the model was not shown stops this before it reaches these lines.",
  };
}
