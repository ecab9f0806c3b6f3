import { ACTIX } from "./actix.ts";
import { EXTRACTORS, RUST_METHODS } from "./axum.ts";
import type { Framework } from "./framework.ts";

/** Rocket: attributes of functions name their routes, and the types of their parameters guard them. */
export const ROCKET: Framework = {
  ...ACTIX,
  id: "rocket",
  modules: ["rocket"],
  routes: [{ form: "annotated", names: RUST_METHODS, path: [], methods: "method", onFunctions: true }],
  request: { sources: ["headers", "cookies", "uri"], bodies: [], session: [] },
  types: {
    ...EXTRACTORS,
    provided: /^(?:State|Arc|Pool|\w*Pool|\w*Conn|\w*Connection|\w*Client|\w*Config|Shutdown)$/u,
    identities:
      /^(?:\w*User(?:Id)?|\w*Claims|\w*Session|\w*Identity|\w*Principal|Auth\w*|\w*Auth|\w*Admin|\w*Token|\w*Headers(?:Loose)?)$/u,
  },
};
