import type { Catalogue } from "../../catalogue/catalogue.ts";
import type { RepositoryConfig } from "../../config/repository-config.ts";
import { bindingOf, rawBindingOf, whatChanged } from "../../domain/binding.ts";
import type { Assumption, Decision, Disposition, Lapsed } from "../../domain/disposition.ts";
import { blocks } from "../../domain/gate.ts";
import { riskFactorsSchema } from "../../domain/risk.ts";
import type { ThreatReport } from "../../domain/report.ts";
import type { Threat } from "../../domain/threat.ts";
import { keepIds } from "../keep-ids.ts";
import { markLate } from "../late-findings.ts";
import { orderThreats } from "../model/order-threats.ts";
import { riskOf } from "./verify.ts";

/** What is remembered from earlier heads of the same pull request. */
export interface Memory {
  readonly previous: ThreatReport | null;
  readonly decisions: readonly Decision[];
}

/** What decisions are judged with. */
export interface ReconcileView {
  readonly headSha: string;
  readonly now: Date;
  readonly catalogue: Pick<Catalogue, "kinds" | "version">;
  readonly config: Pick<RepositoryConfig, "catalogue" | "gate">;
}

export interface Reconciled {
  readonly threats: readonly Threat[];
  readonly lapsed: readonly Lapsed[];
}

/**
 * Joins this head's threats with what people decided and with what earlier heads said. A decision holds only while the
 * evidence and the risk factors that it was made on are unchanged and it has not expired; a later one replaces an earlier.
 */
export function reconcile(threats: readonly Threat[], memory: Memory, view: ReconcileView): Reconciled {
  const decisions = memory.decisions.toSorted((a, b) => a.at.localeCompare(b.at));
  const lapsed: JudgingView["lapsed"] = [];
  const known = keepIds(threats, memory.previous?.threats ?? []);
  const joined = markLate(known, memory.previous, view.catalogue.version)
    .map((threat) => withAnswer(threat, decisions, { ...view, lapsed }))
    .map((threat) => withDisposition(threat, decisions, { ...view, lapsed }));
  const since = (one: Omit<Lapsed, "since">) => knownSince(one, memory.previous) ?? view.headSha;
  return { threats: orderThreats(joined), lapsed: lapsed.map((one) => ({ ...one, since: since(one) })) };
}

type JudgingView = ReconcileView & { readonly lapsed: Omit<Lapsed, "since">[] };

/** The head at which an earlier review said the same. */
function knownSince({ threatId, verb, by, why }: Omit<Lapsed, "since">, previous: ThreatReport | null): string | null {
  const earlier = previous?.lapsed.find((one) => one.threatId === threatId && one.verb === verb && one.by === by);
  return earlier?.why === why ? earlier.since : null;
}

/** The threat scored as somebody said that things are. */
function withAnswer(threat: Threat, decisions: readonly Decision[], view: JudgingView): Threat {
  const question = view.catalogue.kinds.find(({ id }) => id === threat.kind)?.question;
  const given = decisions.findLast(
    (one): one is Assumption => one.verb === "answer" && one.question === question?.text,
  );
  const factors = given && question?.answers[given.answer];
  const boundTo = given?.boundTo[threat.id];
  if (!given || !factors || !boundTo) return threat;
  const why = whatChanged(boundTo, rawBindingOf(threat)) ?? ownChange(given, threat, view);
  if (why !== null) {
    view.lapsed.push({ threatId: threat.id, verb: "answer", by: given.by, why });
    return threat;
  }
  const { question: text, answer, by } = given;
  const before = threat.risk.factors;
  const risk = riskOf(riskFactorsSchema.parse({ ...before, ...factors }), view.config.catalogue.severity[threat.kind]);
  return { ...threat, risk, assumed: { question: text, answer, by, before } };
}

function withDisposition(threat: Threat, decisions: readonly Decision[], view: JudgingView): Threat {
  const last = decisions.findLast((one): one is Disposition => one.verb !== "answer" && one.threatId === threat.id);
  if (!last || last.verb === "reopen") return { ...threat, disposition: null };
  const why = isExpired(last, view.now)
    ? "expired"
    : (whatChanged(last.boundTo, bindingOf(threat)) ?? ownChange(last, threat, view));
  if (why !== null) view.lapsed.push({ threatId: threat.id, verb: last.verb, by: last.by, why });
  return { ...threat, disposition: why === null ? last : null };
}

/** What an author decided while it blocked nothing does not open the gate for their own change later. */
function ownChange({ byAuthor }: Decision, threat: Threat, { config: { gate } }: JudgingView): "own_change" | null {
  return byAuthor && !gate.selfAccept && blocks(threat, gate) ? "own_change" : null;
}

/** True once the day is over that an acceptance was given until. */
export function isExpired({ expires }: Pick<Disposition, "expires">, now: Date): boolean {
  return expires !== null && Date.parse(expires) <= now.getTime();
}
