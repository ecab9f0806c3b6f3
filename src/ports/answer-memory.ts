/** Answers of models by what was asked, of one repository: the same question costs no second call. */
export interface AnswerMemory {
  /** The JSON that was answered to exactly this question, or `null`. */
  recall(key: string): Promise<string | null>;
  keep(key: string, answer: string): Promise<void>;
}
