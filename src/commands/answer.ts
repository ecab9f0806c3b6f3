import { rawBindingOf } from "../domain/binding.ts";
import type { Assumption } from "../domain/disposition.ts";
import type { Question, ThreatReport } from "../domain/report.ts";
import { codeSpan } from "../render/escape.ts";
import { listOf } from "../render/words.ts";
import { type Answer, type CommandContext, NO_REPORT, puzzled, type SlashCommand, told } from "./command.ts";
import { blocksOwn, reasonIn } from "./decide.ts";
import { threatNamed } from "./which-threat.ts";

/** Answers one of the review's questions; the threats that it is about are scored anew. */
export const answer: SlashCommand = {
  name: "answer",
  usage: "answer <question> <answer> [because <reason>]",
  summary: "Answer a question of the review, such as `answer Q1 yes`.",
  needs: "write",
  reruns: false,
  answer([id, ...words], context) {
    const { report, asker } = context;
    if (report === null) return told(NO_REPORT);
    const question = report.questions.find((candidate) => candidate.id === id?.toUpperCase());
    if (!question) return puzzled(whichQuestion(id, report));
    const said = readAnswer(words, question);
    if (said === null) return puzzled(`The answers to ${question.id} are ${answersOf(question)}.`);
    const own = threatsOf(question, report).some((threat) => blocksOwn(threat, report, asker.isAuthor));
    return own
      ? puzzled(`${question.id} is about what blocks your own pull request, so somebody else has to answer it.`)
      : answered(question, said, context, report);
  },
};

interface Said {
  readonly answer: string;
  readonly reason: string;
}

/** The longest answer that the words begin with: some are several words, such as `on purpose`. */
function readAnswer(words: readonly string[], question: Question): Said | null {
  const text = words.join(" ").toLowerCase();
  const fitting = question.answers
    .map((option) => option.answer)
    .filter((option) => `${text} `.startsWith(`${option.toLowerCase()} `))
    .toSorted((a, b) => b.length - a.length)[0];
  if (fitting === undefined) return null;
  return { answer: fitting, reason: reasonIn(words.slice(fitting.split(" ").length)) };
}

function answered(question: Question, said: Said, { asker, now }: CommandContext, report: ThreatReport): Answer {
  const decision: Assumption = {
    verb: "answer",
    question: question.text,
    ...said,
    by: asker.login,
    role: asker.permission,
    at: now.toISOString(),
    headSha: report.headSha,
    byAuthor: asker.isAuthor,
    boundTo: Object.fromEntries(threatsOf(question, report).map((threat) => [threat.id, rawBindingOf(threat)])),
  };
  const about = listOf(question.threatIds);
  return {
    ...told(`Noted for ${question.id}: ${said.answer}. ${about} will be scored with it.`),
    decisions: [decision],
  };
}

function threatsOf({ threatIds }: Question, report: ThreatReport) {
  return threatIds.flatMap((id) => threatNamed(id, report) ?? []);
}

function answersOf({ answers }: Question): string {
  return listOf(answers.map((option) => `\`${option.answer}\``));
}

function whichQuestion(id: string | undefined, { questions }: ThreatReport): string {
  const known = questions.filter(({ answers }) => answers.length > 0);
  if (known.length === 0) return "The newest report asks nothing.";
  const ids = listOf(known.map((question) => `\`${question.id}\` (${answersOf(question)})`));
  return id === undefined ? `Which question? There is ${ids}.` : `There is no ${codeSpan(id, 40)}; there is ${ids}.`;
}
