import { StoreError } from "../../domain/errors.ts";

/** The answer to a question to the database. Throws `StoreError` when there is none. */
export async function answered<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question;
  } catch (error) {
    throw new StoreError("The database did not answer as it should; check that it runs and can be reached", error);
  }
}

/** The database's JSON has no NUL and no half characters; source files may. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "string" ? part.toWellFormed().replaceAll("\0", "\uFFFD") : part,
  );
}
