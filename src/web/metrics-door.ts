import { createServer, type Server } from "node:http";

/** What a reading of the metrics is answered with. */
export interface Readings {
  readonly contentType: string;
  text(): Promise<string>;
}

/** A server of its own for `/metrics`, because the front door is open to the internet. Call `listen`. */
export function createMetricsDoor(readings: Readings): Server {
  return createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("There is only /metrics here\n");
      return;
    }
    readings.text().then(
      (text) => response.writeHead(200, { "content-type": readings.contentType }).end(text),
      () => response.writeHead(503, { "content-type": "text/plain; charset=utf-8" }).end("The database is away\n"),
    );
  });
}
