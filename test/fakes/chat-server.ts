import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import { z } from "zod";

const bodySchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  response_format: z.looseObject({ type: z.string() }).optional(),
});
export type ChatBody = z.infer<typeof bodySchema>;

/** Answers one request; `turn` counts from zero. */
type Personality = (response: ServerResponse, body: ChatBody, turn: number) => void;

export interface ChatServer extends AsyncDisposable {
  readonly url: string;
  readonly bodies: readonly ChatBody[];
  readonly headers: readonly IncomingMessage["headers"][];
  readonly paths: readonly string[];
}

/** A chat endpoint on the loopback interface that behaves as told. */
export async function startChatServer(personality: Personality): Promise<ChatServer> {
  const bodies: ChatBody[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = bodySchema.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      headers.push(request.headers);
      paths.push(request.url ?? "");
      personality(response, body, bodies.push(body) - 1);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    bodies,
    headers,
    paths,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
}

/** A 200 whose message says `content`. */
export function sendCompletion(
  response: ServerResponse,
  content: unknown,
  extra: { finish?: string; message?: object; usage?: object | null } = {},
): void {
  const { finish = "stop", message = {}, usage = { prompt_tokens: 120, completion_tokens: 30 } } = extra;
  const choices = [{ index: 0, finish_reason: finish, message: { role: "assistant", content, ...message } }];
  sendJson(response, 200, { id: "chat-1", object: "chat.completion", choices, usage });
}

export function sendError(response: ServerResponse, status: number, message: string, error = {}, headers = {}): void {
  sendJson(response, status, { error: { message, type: "invalid_request_error", ...error } }, headers);
}
