import type { Framework } from "./framework.ts";

/** gRPC and Connect: methods of a service take a context and a message, and interceptors stand in front of them. */
export const GRPC: Framework = {
  id: "grpc",
  language: "go",
  modules: ["google.golang.org/grpc", "connectrpc.com/connect", "github.com/bufbuild/connect-go"],
  byConvention: false,
  usualParameters: [],
  protocol: "rpc",
  routers: [],
  usualNames: [],
  routes: [
    {
      form: "service",
      message: /^\w+\.\w+Request$|^connect(?:_go)?\.Request$/u,
      beside: /^\w+\.Context$|^\w+\.\w+Server$|^connect(?:_go)?\.ServerStream$/u,
      reads:
        /^(?:Get|List|Search|Find|Read|Fetch|Load|Lookup|Query|Count|Describe|Check|Watch|Stream|Subscribe|Ping|Download|Export)(?![a-z])/u,
    },
  ],
  guards: [],
  mounts: [],
  guardOptions: [],
  requestTypes: /^connect(?:_go)?\.Request$/u,
  request: { sources: ["Msg", "Header"], bodies: [], session: [] },
  globalRequests: [],
  globalSessions: [],
  parameters: [],
  others: "input",
  checksTypes: false,
  elsewhere: "Interceptors that the server puts before this method were not in view.",
};
