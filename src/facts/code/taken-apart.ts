import type { RequestShape } from "../frameworks/framework.ts";

const SIGNED_IN = ["auth", "user", "currentUser", "current_user", "session", "viewer", "identity"];

/** The same from helpers that are also given a schema: only its fields are left of the body. */
export const TAKEN_APART_BY_SCHEMA: RequestShape = {
  sources: ["body", "query", "params"],
  bodies: [],
  session: SIGNED_IN,
};

/** What helpers give back that take a request apart: who is asking, and parts of what is asked. */
export const TAKEN_APART: RequestShape = {
  sources: ["body", "query", "params"],
  bodies: ["body"],
  session: SIGNED_IN,
};
