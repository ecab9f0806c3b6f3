import type { Log, LogFields } from "../../src/ports/log.ts";

export interface FakeLog extends Log {
  readonly lines: { level: string; fields: LogFields; message: string }[];
}

/** A log that keeps its lines. */
export function fakeLog(): FakeLog {
  const lines: FakeLog["lines"] = [];
  const write = (level: string) => (fields: LogFields, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
