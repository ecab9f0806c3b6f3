import type { ColumnType, Generated } from "kysely";

/** Written as text, read back by the driver as a parsed value. */
type JsonColumn = ColumnType<unknown, string, string>;
type TimeColumn = ColumnType<Date, Date | undefined, Date>;

export interface RunTable {
  installation_id: number;
  repository_id: number;
  number: number;
  /** Names as of that run; empty for runs of earlier versions. */
  owner: string;
  repo: string;
  head_sha: string;
  base_sha: string;
  /** Empty when the repository has no configuration: a key column cannot be null. */
  config_sha: string;
  report: JsonColumn;
  disclosure: string;
  published: boolean;
  /** How many decisions the report takes into account. */
  decided: number;
  settings: ColumnType<unknown, string | null, string | null>;
  saved_at: TimeColumn;
}

export interface DeliveryTable {
  id: string;
  event: string;
  attempts: Generated<number>;
  received_at: TimeColumn;
}

export interface DispositionTable {
  id: Generated<number>;
  /** What gave the decision, such as a comment: the same one counts once. */
  key: string;
  installation_id: number;
  repository_id: number;
  number: number;
  disposition: JsonColumn;
}

/** What the files of a repository name of others; see `formatReferences`. */
export interface ReferencesTable {
  installation_id: number;
  repository_id: number;
  content: string;
  saved_at: TimeColumn;
}

/** What models answered, by the question's key. */
export interface AnswerTable {
  key: string;
  installation_id: number;
  repository_id: number;
  answer: string;
  used_at: TimeColumn;
}

/** What the model calls of one run used. */
export interface SpendingTable {
  id: Generated<number>;
  installation_id: number;
  repository_id: number;
  number: number;
  tokens: number;
  dollars: number;
  spent_at: TimeColumn;
}

/** A command that somebody gave; kept for ten minutes. */
export interface CommandTable {
  installation_id: number;
  repository_id: number;
  key: string;
  actor: string;
  given_at: TimeColumn;
}

/** A check run that was started and not finished yet. */
export interface OpenHeadTable {
  installation_id: number;
  repository_id: number;
  owner: string;
  repo: string;
  number: number;
  head_sha: string;
  state: string;
  started_at: TimeColumn;
}

/** When the last sweep, and the last look for open checks, began. */
export interface SweepTable {
  id: number;
  started_at: TimeColumn;
}

/** The tables of the `threatdiff` schema. The queue keeps its own in another schema. */
export interface Tables {
  run: RunTable;
  delivery: DeliveryTable;
  disposition: DispositionTable;
  references: ReferencesTable;
  answer: AnswerTable;
  spending: SpendingTable;
  open_head: OpenHeadTable;
  command: CommandTable;
  sweep: SweepTable;
}

export const SCHEMA = "threatdiff";
