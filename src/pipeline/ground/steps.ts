import type { Fact } from "../../domain/fact.ts";
import type { ThreatCandidate } from "../../domain/threat.ts";
import type { MatchedFact } from "./conditions.ts";
import type { Judgement, OpenThreat } from "./judgements.ts";
import { controlOfAllPeers, type Peers } from "./peers.ts";
import { lostProtection } from "./protection.ts";
import { controlWords, describeFact, protectionWords } from "./words.ts";

type Step = ThreatCandidate["steps"][number];

/** From the entry point to the effect, then what stood in the way before and what stands in the way elsewhere. */
export function stepsOf(
  judgement: Judgement,
  threat: OpenThreat,
  shown: readonly MatchedFact[],
  peers: Peers | undefined,
): Step[] {
  const lost = new Set(lostProtection(judgement));
  const way = shown.map(({ fact }) => fact).filter((fact) => !lost.has(fact));
  const isEntry = (fact: Fact) => fact === threat.scope.entryPoint;
  const common = controlOfAllPeers(judgement.kind, threat.scope, peers);
  return [
    ...way.filter(isEntry).map((fact) => stepAt(fact, describeFact(fact))),
    ...way.filter((fact) => !isEntry(fact)).map((fact) => stepAt(fact, describeFact(fact))),
    ...[...lost].map((fact) => stepAt(fact, `Before the change, ${protectionWords([fact])} stood here.`)),
    ...(common ? [stepAt(common, peerWords(common, peers))] : []),
  ];
}

function stepAt(fact: Fact, text: string): Step {
  return { text, path: fact.path, side: fact.side, line: fact.startLine };
}

function peerWords(control: Fact, peers: Peers | undefined): string {
  const others = (peers?.count ?? 0) - 1;
  const having = peers?.holders.get(control.name)?.length ?? others;
  const who = having === others ? `The other ${others}` : `${having} of the other ${others}`;
  return `${who} entry points of this file have ${controlWords(control.name)}, such as here; this one has not.`;
}
