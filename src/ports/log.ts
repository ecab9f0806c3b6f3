/** Data of one log line: ids, counts and states; never bodies, code or tokens. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log. Messages are constant sentences, so that they group; everything that varies is in the fields. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}
