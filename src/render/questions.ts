import type { ThreatReport } from "../domain/report.ts";
import { codeSpan, plain, prose } from "./escape.ts";
import { capitalised, listOf, sentence } from "./words.ts";

type Question = ThreatReport["questions"][number];

/** More questions than this are noise; the others wait for the next report. */
const MOST_QUESTIONS = 3;
const NUMBER_WORDS = ["", "One question", "Two questions", "Three questions"];

export function shownQuestions(report: Pick<ThreatReport, "questions">): Question[] {
  return report.questions.filter(({ answered }) => answered === null).slice(0, MOST_QUESTIONS);
}

/** Heading for the questions, such as `One question`. */
export function questionsHeading(questions: readonly Question[]): string {
  return NUMBER_WORDS[questions.length] ?? "Questions";
}

/** Questions whose answers would change a score, as Markdown; `null` without any. */
export function openQuestions(report: Pick<ThreatReport, "questions" | "number">): string | null {
  const questions = shownQuestions(report);
  const [first] = questions;
  if (!first) return null;
  const heading = `**${questionsHeading(questions)}.**`;
  if (questions.length === 1) return `${heading} ${questionLine(first, report)}`;
  return [heading, ...questions.map((question) => `- ${questionLine(question, report)}`)].join("\n");
}

/** What each answer would do, in plain words: `If internal, T-B2NQ5VEA is medium.` */
export function answerWords(question: Question): string | null {
  if (question.answers.length === 0 || question.threatIds.length === 0) return null;
  const subject = listOf(question.threatIds);
  const verb = question.threatIds.length === 1 ? "is" : "are";
  const [first, ...others] = question.answers.map(({ answer, severity }) => ({ answer, severity }));
  const rest = others.map(({ answer, severity }) => `; if ${answer}, ${severity}`).join("");
  return sentence(capitalised(`if ${first?.answer}, ${subject} ${verb} ${first?.severity}${rest}`));
}

/** Who answered what, for the record. */
export function answeredLine({ id, text, answered }: Question): string {
  return `**${id}** ${prose(text)} ${sentence(capitalised(`${plain(answered?.answer ?? "", 60)}, says ${plain(answered?.by ?? "", 60)}`))}`;
}

function questionLine(question: Question, { number }: Pick<ThreatReport, "number">): string {
  const answers = answerWords(question);
  const asked = prose(capitalised(question.text));
  if (answers === null) return asked;
  const how =
    number === null
      ? ""
      : ` ${codeSpan(`/threatmodel answer ${question.id} ${question.answers.map(({ answer }) => answer).join("|")}`, 120)}`;
  return `${asked} ${prose(answers.replaceAll("_", " "))}${how}`;
}
