import { z } from "zod";

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
    "Seconds between two looks for missed deliveries and decisions that ended",
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

/** Names of all variables, in the order of the documentation. */
export const VARIABLE_NAMES = environmentSchema.keyof().options;
