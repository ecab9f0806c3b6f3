import type { Framework } from "./framework.ts";

/** Electron's main process: pages send it messages, and a page may show what somebody else wrote. */
export const ELECTRON: Framework = {
  id: "electron",
  language: "javascript",
  modules: ["electron"],
  byConvention: false,
  usualParameters: [],
  protocol: "rpc",
  routers: [],
  usualNames: ["ipcmain"],
  routes: [{ form: "named", methods: ["handle", "handleOnce", "on", "once"], decorator: false, label: "message" }],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: { sources: [], bodies: [], session: [] },
  globalRequests: [],
  globalSessions: [],
  parameters: ["other"],
  others: "input",
  checksTypes: false,
};
