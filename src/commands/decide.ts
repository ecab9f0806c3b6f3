import { bindingOf } from "../domain/binding.ts";
import type { Disposition } from "../domain/disposition.ts";
import type { ThreatReport } from "../domain/report.ts";
import { isNew, type Threat } from "../domain/threat.ts";
import { listOf, sentence } from "../render/words.ts";
import { type Answer, type CommandContext, NO_REPORT, puzzled, type SlashCommand, told } from "./command.ts";
import { meansAll, threatsMeant, whichThreat } from "./which-threat.ts";

type Verb = Disposition["verb"];

/** What differs between the commands that decide about a threat. */
interface DecisionForm extends Pick<SlashCommand, "usage" | "summary"> {
  readonly verb: Verb;
  /** What the reply says, completing `<id> is …`. */
  readonly done: string;
  readonly needsReason: boolean;
  readonly mayExpire: boolean;
}

const LONGEST_REASON = 300;
const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

/** Builds a command by which a maintainer decides about one threat, or about all that block. */
export function decisionCommand(form: DecisionForm): SlashCommand {
  const { verb, usage, summary } = form;
  const answer = ([id, ...words]: readonly string[], context: CommandContext): Answer => {
    const { report } = context;
    if (report === null) return told(NO_REPORT);
    const threats = threatsMeant(id, report);
    if (threats.length === 0) return puzzled(meansAll(id) ? "Nothing blocks." : whichThreat(id, report));
    const problem = threats.map((threat) => whyNot(verb, threat, report, context)).find((why) => why !== null);
    if (problem !== undefined) return puzzled(problem);
    const said = readWords(words, form, context.now);
    return "problem" in said ? puzzled(`${said.problem} ${usageOf(form)}`) : decided(threats, said, form, context);
  };
  return { name: verb, usage, summary, needs: "write", takesThreat: true, reruns: false, answer };
}

/** Why this person cannot decide about this threat, or `null`. */
function whyNot(verb: Verb, threat: Threat, report: ThreatReport, { asker }: CommandContext): string | null {
  if (!isNew(threat.effect)) return `${threat.id} blocks nothing: this change did not bring it.`;
  return verb !== "reopen" && blocksOwn(threat, report, asker.isAuthor)
    ? `${threat.id} blocks your own pull request, so somebody else has to decide. \`gate.selfAccept\` in the configuration would allow it.`
    : null;
}

/** True when an author would open the gate for their own change and the repository does not want that. */
export function blocksOwn({ id }: Threat, { gate }: ThreatReport, isAuthor: boolean): boolean {
  return isAuthor && !gate.policy.selfAccept && [...gate.failing, ...gate.accepted].includes(id);
}

interface Said {
  readonly reason: string;
  readonly expires: string | null;
}

function readWords(words: readonly string[], form: DecisionForm, now: Date): Said | { readonly problem: string } {
  const hasDate = form.mayExpire && words[0]?.toLowerCase() === "until";
  const expires = hasDate ? endOfDay(words[1], now) : null;
  if (hasDate && expires === null) {
    return { problem: `Until when? Name a day within a year, such as \`${dayAfter(now, 90)}\`.` };
  }
  const reason = reasonIn(hasDate ? words.slice(2) : words);
  if (form.needsReason && reason === "") return { problem: "Please say why, for those who read it later." };
  return { reason, expires };
}

/** The words after `because`, or all of them. */
export function reasonIn(words: readonly string[]): string {
  const from = words[0]?.toLowerCase() === "because" ? words.slice(1) : words;
  return from.join(" ").slice(0, LONGEST_REASON);
}

/** The last moment of that day; `null` for what is no day, is over, or is too far away. */
function endOfDay(text: string | undefined, now: Date): string | null {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/u.test(text)) return null;
  const start = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(start.getTime()) || !start.toISOString().startsWith(text)) return null;
  const end = start.getTime() + DAY_MS - 1;
  return end <= now.getTime() || end > now.getTime() + (MOST_DAYS + 1) * DAY_MS ? null : new Date(end).toISOString();
}

function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
}

function usageOf({ usage }: DecisionForm): string {
  return `Write: \`/threatmodel ${usage}\`.`;
}

function decided(threats: readonly Threat[], said: Said, form: DecisionForm, context: CommandContext): Answer {
  const decisions = threats.map((threat) => decisionOn(threat, said, form, context));
  const until = said.expires === null ? "" : ` until the end of ${said.expires.slice(0, 10)}`;
  const are = `${listOf(threats.map(({ id }) => id))} ${threats.length === 1 ? "is" : "are"} ${form.done}${until}`;
  const lapse = form.verb === "reopen" ? "" : " It lapses when the quoted code or its risk changes.";
  return { ...told(`${sentence(are)} The check follows.${lapse}`), decisions };
}

function decisionOn(
  threat: Threat,
  { reason, expires }: Said,
  { verb }: DecisionForm,
  { asker, now, report }: CommandContext,
): Disposition {
  return {
    verb,
    threatId: threat.id,
    by: asker.login,
    role: asker.permission,
    reason,
    at: now.toISOString(),
    headSha: report?.headSha ?? "",
    byAuthor: asker.isAuthor,
    expires,
    boundTo: bindingOf(threat),
  };
}
