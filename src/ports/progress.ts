/** Names of the steps, in order, as people see them. */
export type Step =
  | "fetch"
  | "redact"
  | "ground"
  | "summarize"
  | "enumerate"
  | "verify"
  | "rank"
  | "suggest"
  | "reconcile"
  | "publish";

/** Told when a step begins. */
export type Progress = (step: Step) => void;
