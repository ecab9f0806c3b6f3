import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A response with this header breaks off in the middle of its body. */
export const CUT = "x-emulator-cut";

type Answer = (request: Request) => Response | Promise<Response>;

export interface Listener {
  readonly url: string;
  readonly server: Server;
}

/** Serves a fetch-style handler on the loopback interface; port 0 means any free one. */
export async function serve(answer: Answer, port: number): Promise<Listener> {
  const server = createServer((incoming, outgoing) => {
    void respond(answer, incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return { url: `http://127.0.0.1:${bound}`, server };
}

export async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}

async function respond(answer: Answer, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const response = await answer(await toRequest(incoming));
    const body = Buffer.from(await response.arrayBuffer());
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.headers.has(CUT)) outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
    else outgoing.end(body);
  } catch (error) {
    outgoing.writeHead(500).end(String(error));
  }
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const parts: Uint8Array[] = [];
  for await (const part of incoming) if (part instanceof Uint8Array) parts.push(part);
  const body = Buffer.concat(parts);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method ?? "GET",
    headers,
    ...(body.length > 0 ? { body } : {}),
  });
}

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const { url, server } = await serve(() => new Response(), 0);
  await stop(server);
  return Number(new URL(url).port);
}
