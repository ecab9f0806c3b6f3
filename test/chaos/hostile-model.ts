import type { ServerResponse } from "node:http";
import { type ChatServer, sendCompletion, sendError, sendJson, startChatServer } from "../fakes/chat-server.ts";
import type { Random } from "./random.ts";

const STALL_MS = 3_000;
const FLOOD = "x".repeat(2_000_000);
const NOTHING = JSON.stringify({
  suspicions: [],
  needs: null,
  threats: [],
  verdicts: [],
  fixes: [],
  tests: [],
  items: [],
});

type Mood = (response: ServerResponse) => void;

const MOODS: readonly [Mood, ...Mood[]] = [
  (response) => sendCompletion(response, NOTHING),
  (response) => sendCompletion(response, NOTHING),
  (response) => void setTimeout(() => sendCompletion(response, NOTHING), STALL_MS),
  (response) => sendCompletion(response, FLOOD),
  (response) => sendError(response, 500, "Chaos"),
  (response) => sendError(response, 429, "Slow down", {}, { "retry-after": "1" }),
  (response) => sendJson(response, 200, { error: { message: "Chaos" } }),
  (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"id":"chat-1","choices":[{"index":0,', () => response.destroy());
  },
];

/** A model that answers nothing of use, stalls, floods, cuts off and fails. */
export async function startHostileModel(random: Random): Promise<ChatServer> {
  return startChatServer((response) => random.pick(MOODS)(response));
}
