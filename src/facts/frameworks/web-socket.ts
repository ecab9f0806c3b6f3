import { ELECTRON } from "./electron.ts";
import type { Framework } from "./framework.ts";
import { SOCKET_IO } from "./socket-io.ts";

/** Plain web sockets: what a client sends comes as one event. */
export const WEB_SOCKET: Framework = {
  ...SOCKET_IO,
  id: "ws",
  modules: ["ws"],
  byConvention: false,
  usualNames: ["ws", "socket", "client", "conn", "connection", "websocket"],
  routes: [
    {
      form: "named",
      methods: ["on"],
      decorator: false,
      label: "event",
      except: /^(?!message$)/u,
    },
  ],
  globalRequests: [],
};

/** Addresses that a desktop application is opened with, and those that its pages want to open. */
export const ELECTRON_ADDRESSES: Framework = {
  ...ELECTRON,
  id: "electron-addresses",
  usualNames: ["app", "webcontents", "contents"],
  routes: [
    {
      form: "named",
      methods: ["on"],
      decorator: false,
      label: "event",
      except: /^(?!(?:open-url|open-file|second-instance|will-navigate|new-window|will-redirect)$)/u,
    },
  ],
};
