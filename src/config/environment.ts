import type { z } from "zod";
import type { Prices } from "../domain/spending.ts";
import { readPrivateKey } from "./private-key.ts";
import { environmentSchema, VARIABLE_NAMES, type VariableName, type Variables } from "./variables.ts";

/** Where the model is; `null` in `Environment` means that the rules work alone. */
export interface ModelEnvironment {
  readonly apiKey: string | null;
  readonly baseUrl: string | null;
  readonly model: string;
  readonly tiers: { readonly small?: string; readonly critic?: string };
  readonly prices: Prices | null;
  /** Milliseconds. */
  readonly timing: { readonly attempt: number; readonly deadline: number };
}

/** The settings of the service, checked. */
export interface Environment {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly githubApiUrl: string;
  readonly host: string;
  readonly port: number;
  readonly role: "all" | "web" | "worker";
  readonly metricsPort: number | null;
  readonly tracesEndpoint: string | null;
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  readonly model: ModelEnvironment | null;
  readonly tokensPerDay: number | null;
  readonly logLevel: z.infer<typeof environmentSchema>["LOG_LEVEL"];
  readonly concurrency: number;
  readonly concurrencyPerInstallation: number;
  readonly runDeadlineSeconds: number;
  readonly retrySeconds: number;
  readonly sweepSeconds: number;
  readonly keepDays: number;
  readonly stopSeconds: number;
}

/** The environment, or what is wrong with it: by variable one sentence without its subject, never with the value. */
export interface CheckedEnvironment {
  /** `null` when there are problems. */
  readonly environment: Environment | null;
  readonly problems: ReadonlyMap<VariableName, string>;
}

/**
 * Checks every variable at once. An empty variable counts as not set. `readText` reads the file of `PRIVATE_KEY_PATH`
 * and throws when it cannot.
 */
export function checkEnvironment(variables: Variables, readText: (path: string) => string): CheckedEnvironment {
  const parsed = environmentSchema.safeParse(givenValues(variables));
  const key = findPrivateKey(variables, readText);
  const problems = new Map<VariableName, string>();
  for (const name of VARIABLE_NAMES) {
    const checked = environmentSchema.shape[name].safeParse(givenValue(variables, name));
    if (!checked.success) problems.set(name, checked.error.issues[0]?.message ?? "is not valid");
  }
  if ("problem" in key) problems.set(key.variable, key.problem);
  for (const [name, problem] of problemsBetween(variables)) problems.set(name, problem);
  const environment =
    parsed.success && "pem" in key && problems.size === 0 ? toEnvironment(parsed.data, key.pem) : null;
  return { environment, problems };
}

/** The model's part alone, for commands that need no GitHub App; `null` without a model. */
export function readModelEnvironment(variables: Variables): ModelEnvironment | null {
  const parsed = environmentSchema
    .pick({
      OPENAI_API_KEY: true,
      OPENAI_BASE_URL: true,
      THREATDIFF_MODEL: true,
      THREATDIFF_MODEL_SMALL: true,
      THREATDIFF_MODEL_CRITIC: true,
      THREATDIFF_MODEL_SECONDS: true,
      THREATDIFF_MODEL_PRICES: true,
    })
    .safeParse(givenValues(variables));
  return parsed.success && !lacksEndpoint(variables) ? toModel(parsed.data) : null;
}

/** The value of a variable; empty and blank ones count as not set. */
export function givenValue(variables: Variables, name: VariableName): string | undefined {
  const value = variables[name];
  return value === undefined || value.trim() === "" ? undefined : value;
}

function givenValues(variables: Variables): Record<string, string | undefined> {
  return Object.fromEntries(VARIABLE_NAMES.map((name) => [name, givenValue(variables, name)]));
}

type Parsed = z.infer<typeof environmentSchema>;
type ModelVariables = Pick<
  Parsed,
  | "OPENAI_API_KEY"
  | "OPENAI_BASE_URL"
  | "THREATDIFF_MODEL"
  | "THREATDIFF_MODEL_SMALL"
  | "THREATDIFF_MODEL_CRITIC"
  | "THREATDIFF_MODEL_SECONDS"
  | "THREATDIFF_MODEL_PRICES"
>;

type FoundKey = { readonly pem: string } | { readonly variable: VariableName; readonly problem: string };

function findPrivateKey(variables: Variables, readText: (path: string) => string): FoundKey {
  const inline = givenValue(variables, "PRIVATE_KEY");
  const path = givenValue(variables, "PRIVATE_KEY_PATH");
  if (inline === undefined && path === undefined) {
    const problem = "is missing; download the key on the app's settings page, or name its file in PRIVATE_KEY_PATH";
    return { variable: "PRIVATE_KEY", problem };
  }
  if (inline !== undefined) {
    const pem = readPrivateKey(inline);
    const problem = "is not an RSA private key; give the whole file, as PEM, with `\\n` for line ends, or as base64";
    return pem === null ? { variable: "PRIVATE_KEY", problem } : { pem };
  }
  const variable = "PRIVATE_KEY_PATH";
  try {
    const pem = readPrivateKey(readText(path ?? ""));
    return pem === null ? { variable, problem: "names a file that is not an RSA private key in PEM form" } : { pem };
  } catch {
    return { variable, problem: "names a file that cannot be read" };
  }
}

/** What is wrong with variables that are right by themselves. */
function problemsBetween(variables: Variables): [VariableName, string][] {
  const { THREATDIFF_ROLE: role, DATABASE_URL: database } = givenValues(variables);
  const isApart = role === "web" || role === "worker";
  return [
    ...(lacksEndpoint(variables)
      ? [["THREATDIFF_MODEL", "needs OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint without a key"] as const]
      : []),
    ...(isApart && database === undefined
      ? [["THREATDIFF_ROLE", "needs DATABASE_URL: the embedded database has one process, which does all"] as const]
      : []),
  ].map(([name, problem]) => [name, problem]);
}

function lacksEndpoint(variables: Variables): boolean {
  const given = givenValues(variables);
  return (
    given["THREATDIFF_MODEL"] !== undefined &&
    given["OPENAI_API_KEY"] === undefined &&
    given["OPENAI_BASE_URL"] === undefined
  );
}

function pricesIn(written: string | null): Prices | null {
  if (written === null) return null;
  const [input = 0, cached = 0, output = 0] = written.split(",").map(Number);
  return { input, cached, output };
}

/** One answer may take this long, and a call with its retries a third longer. */
function timingOf(seconds: number): ModelEnvironment["timing"] {
  const attempt = seconds * 1_000;
  return { attempt, deadline: Math.round((attempt * 4) / 3) };
}

function toModel(parsed: ModelVariables): ModelEnvironment | null {
  if (parsed.THREATDIFF_MODEL === null) return null;
  return {
    apiKey: parsed.OPENAI_API_KEY,
    baseUrl: parsed.OPENAI_BASE_URL,
    model: parsed.THREATDIFF_MODEL,
    prices: pricesIn(parsed.THREATDIFF_MODEL_PRICES),
    timing: timingOf(parsed.THREATDIFF_MODEL_SECONDS),
    tiers: {
      ...(parsed.THREATDIFF_MODEL_SMALL === null ? {} : { small: parsed.THREATDIFF_MODEL_SMALL }),
      ...(parsed.THREATDIFF_MODEL_CRITIC === null ? {} : { critic: parsed.THREATDIFF_MODEL_CRITIC }),
    },
  };
}

function toEnvironment(parsed: Parsed, privateKey: string): Environment {
  return {
    appId: Number(parsed.APP_ID),
    privateKey,
    webhookSecret: parsed.WEBHOOK_SECRET,
    githubApiUrl: parsed.GITHUB_API_URL,
    host: parsed.HOST,
    port: parsed.PORT,
    role: parsed.THREATDIFF_ROLE,
    metricsPort: parsed.METRICS_PORT,
    tracesEndpoint: parsed.OTEL_EXPORTER_OTLP_ENDPOINT,
    databaseUrl: parsed.DATABASE_URL,
    dataDirectory: parsed.THREATDIFF_DATA,
    model: toModel(parsed),
    tokensPerDay: parsed.THREATDIFF_TOKENS_PER_DAY,
    logLevel: parsed.LOG_LEVEL,
    concurrency: parsed.THREATDIFF_CONCURRENCY,
    concurrencyPerInstallation:
      parsed.THREATDIFF_CONCURRENCY_PER_INSTALLATION ?? Math.max(1, parsed.THREATDIFF_CONCURRENCY - 1),
    runDeadlineSeconds: parsed.THREATDIFF_RUN_DEADLINE_SECONDS,
    retrySeconds: parsed.THREATDIFF_RETRY_SECONDS,
    sweepSeconds: parsed.THREATDIFF_SWEEP_SECONDS,
    keepDays: parsed.THREATDIFF_KEEP_DAYS,
    stopSeconds: parsed.THREATDIFF_STOP_SECONDS,
  };
}
