import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** A chat endpoint on loopback that answers with what a real model once answered, by the asked schema and how often it was asked. */
export interface RecordedModel {
  readonly baseUrl: string;
  close(): void;
}

const askedSchema = z.object({
  messages: z.array(z.object({ content: z.string() })),
  response_format: z.object({ json_schema: z.object({ name: z.string().regex(/^[a-z-]{1,40}$/u) }) }),
});

const CHARACTERS_PER_TOKEN = 4;

/** Starts it on a free port. Questions that were not recorded get 404, as an endpoint without that model would give. */
export async function startRecordedModel(): Promise<RecordedModel> {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => void answer(request, response, asked));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The recorded model has no port.");
  return { baseUrl: `http://127.0.0.1:${address.port}/v1`, close: () => server.close() };
}

async function answer(request: IncomingMessage, response: ServerResponse, counts: Map<string, number>): Promise<void> {
  const asked = askedSchema.safeParse(JSON.parse((await buffer(request)).toString("utf8")));
  const recording = asked.success ? nextRecording(asked.data.response_format.json_schema.name, counts) : null;
  if (!asked.success || recording === null) {
    send(response, 404, { error: { message: "There is no recorded answer to this." } });
    return;
  }
  const input = asked.data.messages.reduce((total, message) => total + message.content.length, 0);
  send(response, 200, completionOf(recording, input));
}

function nextRecording(schemaName: string, counts: Map<string, number>): string | null {
  const number = (counts.get(schemaName) ?? 0) + 1;
  counts.set(schemaName, number);
  const path = fileURLToPath(new URL(`../../src/demo/recordings/${schemaName}-${number}.json`, import.meta.url));
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function completionOf(content: string, inputCharacters: number) {
  const [prompt, completion] = [inputCharacters, content.length].map((length) =>
    Math.ceil(length / CHARACTERS_PER_TOKEN),
  );
  return {
    id: "recorded",
    object: "chat.completion",
    created: 0,
    model: "recorded",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content, refusal: null } }],
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: (prompt ?? 0) + (completion ?? 0) },
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
