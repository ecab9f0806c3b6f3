/** Ids, counts and states of a piece of work; never code, bodies, names of repositories or people. */
export type TraceFields = Readonly<Record<string, string | number | boolean>>;

/** Follows what one job does, for operators who look into single runs. */
export interface Traces {
  /** Does the work; what it does inside is part of it. `note` adds what is known only later. */
  run<T>(name: string, fields: TraceFields, work: (note: (more: TraceFields) => void) => Promise<T>): Promise<T>;
  /** Records a part of the running work that is over, and took so many seconds until now. */
  record(name: string, fields: TraceFields, seconds: number): void;
  /** Sends what is still here; does not wait for long. */
  stop(): Promise<void>;
}

/** For runs that nobody follows. */
export const NO_TRACES: Traces = {
  run: async (_name, _fields, work) => work(() => undefined),
  record: () => undefined,
  stop: async () => undefined,
};
