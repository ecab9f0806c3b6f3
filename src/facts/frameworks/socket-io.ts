import type { Framework } from "./framework.ts";

/** Events of sockets themselves, which carry nothing that somebody chose. */
const OWN_EVENTS =
  /^(?:connect|connection|connect_error|disconnect|disconnecting|error|close|open|end|data|drain|timeout|finish|ready|message|ping|pong|lookup)$/u;

/** Socket.IO: every event that a handler listens for is an entry point of its own. */
export const SOCKET_IO: Framework = {
  id: "socket-io",
  language: "javascript",
  modules: ["socket.io"],
  byConvention: true,
  usualParameters: [],
  protocol: "websocket",
  routers: [],
  usualNames: ["socket"],
  routes: [
    {
      form: "named",
      methods: ["on"],
      decorator: false,
      label: "event",
      except: OWN_EVENTS,
      unlessImported: /^socket\.io-client$/u,
    },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: {
    sources: ["handshake"],
    bodies: [],
    session: ["user", "userId", "userID", "data", "session", "request.user", "request.session"],
  },
  globalRequests: ["socket"],
  globalSessions: [],
  parameters: [],
  others: "input",
  checksTypes: false,
  elsewhere: "What checks a socket before its events was not in view.",
};
