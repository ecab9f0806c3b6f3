import { setTimeout as wait } from "node:timers/promises";
import { mayHaveHappened, toCodeHostError } from "./errors.ts";

const TRIES = 3;

interface Creation<T> {
  /** For errors: what is attempted, such as `create the review`. */
  readonly operation: string;
  readonly create: () => Promise<T>;
  /** Looks for what an earlier, seemingly failed attempt may have created. */
  readonly find: () => Promise<T | null>;
  /** Milliseconds until GitHub lists what was just written. */
  readonly settle: number;
}

/** Creates exactly one: after an answer that may hide a success it looks for the thing before it tries again. */
export async function createOnce<T>({ operation, create, find, settle }: Creation<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await create();
    } catch (error) {
      const failure = toCodeHostError(operation, error);
      if (!mayHaveHappened(failure)) throw failure;
      await wait(settle * attempt);
      const found = await find();
      if (found !== null) return found;
      if (attempt === TRIES) throw failure;
    }
  }
}
