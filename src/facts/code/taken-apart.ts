import type { RequestShape } from "../frameworks/framework.ts";

/** What helpers give back that take a request apart: who is asking, and parts of what is asked. */
export const TAKEN_APART: RequestShape = {
  sources: ["body", "query", "params"],
  bodies: ["body"],
  session: ["auth", "user", "currentUser", "current_user", "session", "viewer", "identity"],
};
