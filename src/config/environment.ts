import { z } from "zod";
import type { Prices } from "../domain/spending.ts";
import { readPrivateKey } from "./private-key.ts";

const text = z.string().trim().min(1);
const optional = (schema: z.ZodType<string, string>) => schema.nullable().default(null);

const number = (least: number, most: number, standard: number) => {
  const range = `must be a number from ${least} to ${most}`;
  const whole = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number(range).int(whole).min(least, range).max(most, range).default(standard);
};

/** Three amounts of US dollars; see `THREATDIFF_MODEL_PRICES`. */
const prices = z
  .string()
  .trim()
  .regex(
    /^\d{1,5}(?:\.\d{1,6})?(?:\s*,\s*\d{1,5}(?:\.\d{1,6})?){2}$/u,
    "must be three amounts of US dollars such as `2,0.2,12`: input, cached input, output",
  );

const address = (protocols: RegExp, meaning: string) =>
  z
    .url({ protocol: protocols, error: `must be an address such as ${meaning}` })
    .transform((url) => url.replace(/\/+$/u, ""));

/** Words that stand in examples and tutorials; whoever knows them can forge deliveries. */
const PLACEHOLDER = /secret|password|change|develop|example|placeholder|replace|default|your/iu;

const webhookSecret = z
  .string("is missing; write the secret of the app's webhook, such as the output of `openssl rand -hex 32`")
  .min(16, "is too short: anyone could guess it; use at least 16 random characters, such as `openssl rand -hex 32`")
  .refine(
    (secret) => !PLACEHOLDER.test(secret) && new Set(secret).size >= 6,
    "is an example or a pattern that anyone could guess; use `openssl rand -hex 32`",
  );

/** Every variable that Threatdiff reads, by name. `secret` values are never shown, not even in part. */
export const environmentSchema = z.object({
  APP_ID: z
    .string("is missing; it is the number on the app's settings page")
    .trim()
    .regex(/^\d+$/u, "must be the number on the app's settings page")
    .describe("Number of the GitHub App"),
  PRIVATE_KEY: optional(text)
    .describe("Private key of the app: PEM, PEM with `\\n` for line ends, or base64 of PEM")
    .meta({ secret: true }),
  PRIVATE_KEY_PATH: optional(text).describe("File with the private key, instead of `PRIVATE_KEY`"),
  WEBHOOK_SECRET: webhookSecret.describe("Secret that GitHub signs deliveries with").meta({ secret: true }),
  GITHUB_API_URL: address(/^https?$/u, "https://github.example.com/api/v3")
    .default("https://api.github.com")
    .describe("Address of the REST API; for GitHub Enterprise Server `https://<host>/api/v3`"),
  HOST: text.default("127.0.0.1").describe("Address to listen on; `0.0.0.0` inside a container"),
  PORT: number(0, 65_535, 3_000).describe("Port to listen on"),
  THREATDIFF_ROLE: z
    .enum(["all", "web", "worker"], "must be all, web or worker")
    .default("all")
    .describe("What this process does: take webhooks, do the work, or both; apart they need `DATABASE_URL`"),
  METRICS_PORT: number(1, 65_535, 0)
    .nullable()
    .default(null)
    .describe("Port for Prometheus at `/metrics`, on `HOST`; without it there are no metrics"),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(address(/^https?$/u, "http://localhost:4318")).describe(
    "OpenTelemetry collector for traces, over HTTP; without it there are none",
  ),
  DATABASE_URL: optional(address(/^postgres(ql)?$/u, "postgres://user:password@host/database"))
    .describe("PostgreSQL to use instead of the embedded database; recommended in production")
    .meta({ secret: true }),
  THREATDIFF_DATA: text.default(".threatdiff").describe("Directory of the embedded database; one process at a time"),
  OPENAI_API_KEY: optional(text).describe("Key for the model's endpoint").meta({ secret: true }),
  OPENAI_BASE_URL: optional(address(/^https?$/u, "http://localhost:11434/v1")).describe(
    "OpenAI-compatible endpoint, when it is not OpenAI's own",
  ),
  THREATDIFF_MODEL: optional(text).describe(
    "Name of the model; it needs `OPENAI_API_KEY` or `OPENAI_BASE_URL`. Without it the rules work alone",
  ),
  THREATDIFF_MODEL_SMALL: optional(text).describe("Cheaper model for summaries, instead of `THREATDIFF_MODEL`"),
  THREATDIFF_MODEL_CRITIC: optional(text).describe("Model that refutes candidates, instead of `THREATDIFF_MODEL`"),
  THREATDIFF_MODEL_PRICES: prices
    .nullable()
    .default(null)
    .describe(
      "US dollars for a million tokens of input, cached input and output, such as `2,0.2,12`; without it nothing is limited by cost",
    ),
  THREATDIFF_TOKENS_PER_DAY: z.coerce
    .number("must be a number of tokens")
    .int("must be a whole number of tokens")
    .min(1_000, "must be at least 1000")
    .nullable()
    .default(null)
    .describe("Input and output tokens that the reviews of one installation may use in a day"),
  THREATDIFF_MODEL_SECONDS: number(10, 290, 180).describe("Longest wait for one answer of the model"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal"], "must be trace, debug, info, warn, error or fatal")
    .default("info")
    .describe("Least important level that is logged; no level shows code or secrets"),
  THREATDIFF_CONCURRENCY: number(1, 32, 3).describe("Reviews that run at the same time"),
  THREATDIFF_CONCURRENCY_PER_INSTALLATION: number(1, 32, 2)
    .nullable()
    .default(null)
    .describe("Reviews of one installation that run at the same time; all but one of the above when not set"),
  THREATDIFF_RUN_DEADLINE_SECONDS: number(30, 3_600, 900).describe("Longest time for one review"),
  THREATDIFF_RETRY_SECONDS: number(1, 600, 15).describe(
    "Seconds before a job that failed is tried again; each further try waits about twice as long",
  ),
  THREATDIFF_SWEEP_SECONDS: number(10, 86_400, 300).describe(
    "Seconds between two looks for missed deliveries, checks that nobody finished and decisions that ended",
  ),
  THREATDIFF_KEEP_DAYS: number(1, 3_650, 400).describe(
    "Days for which reports and decisions are kept after they were last touched",
  ),
  THREATDIFF_STOP_SECONDS: number(1, 600, 45).describe(
    "Time that running reviews get to finish when the service stops",
  ),
});

export type VariableName = keyof typeof environmentSchema.shape;
export type Variables = Readonly<Record<string, string | undefined>>;

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

/** Names of all variables, in the order of the documentation. */
export const VARIABLE_NAMES = environmentSchema.keyof().options;

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
