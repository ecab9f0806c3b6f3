import type { AttributeValue, Fact, FileFacts, Scope } from "../../src/domain/fact.ts";

type Attributes = Record<string, AttributeValue>;

/** A fact with sensible defaults; `endLine` follows from the quote. */
export function buildFact(given: Partial<Fact> & Pick<Fact, "kind" | "name">): Fact {
  const startLine = given.startLine ?? 1;
  const quote = given.quote ?? `${given.kind} ${given.name}`;
  return {
    path: "src/app.ts",
    side: "head",
    startLine,
    endLine: startLine + quote.split("\n").length - 1,
    quote,
    symbol: null,
    attributes: {},
    ...given,
  };
}

/** An entry point, over HTTP when it is named `METHOD /route`. */
export function buildEntryPoint(name = "GET /invoices/:id", attributes: Attributes = {}): Fact {
  const [method = "", route] = name.split(" ");
  const request = route === undefined ? {} : { protocol: "http", method, route };
  return buildFact({
    kind: "entry_point",
    name,
    startLine: 1,
    quote: route === undefined ? `entry ${name}` : `app.${method.toLowerCase()}("${route}", handler)`,
    attributes: { ...request, exposure: "internet", ...attributes },
  });
}

export function buildSink(name = "sql", attributes: Attributes = {}, given: Partial<Fact> = {}): Fact {
  return buildFact({
    kind: "sink",
    name,
    startLine: 5,
    quote: `${name}(request.query.value)`,
    attributes: { tainted: true, source: "req.query.value", ...attributes },
    ...given,
  });
}

export function buildControl(name = "authn", attributes: Attributes = {}, given: Partial<Fact> = {}): Fact {
  return buildFact({
    kind: "control",
    name,
    startLine: 3,
    quote: `${name}();`,
    attributes: { effective: true, via: "inline", ...attributes },
    ...given,
  });
}

/** A scope whose facts and entry point lie on the scope's own path and side. */
export function buildScope(given: Partial<Scope> = {}): Scope {
  const path = given.path ?? "src/app.ts";
  const side = given.side ?? "head";
  const place = (fact: Fact): Fact => ({ ...fact, path, side });
  const entryPoint = given.entryPoint === undefined ? buildEntryPoint(given.name) : given.entryPoint;
  return {
    element: "process",
    name: entryPoint?.name ?? "handler",
    startLine: 1,
    endLine: 20,
    blindSpot: null,
    ...given,
    path,
    side,
    entryPoint: entryPoint && place(entryPoint),
    facts: (given.facts ?? []).map(place),
  };
}

export function buildFileFacts(given: Partial<FileFacts> = {}): FileFacts {
  return { path: "src/app.ts", side: "head", scopes: [], limitation: null, ...given };
}
