import { z } from "zod";
import { gatePolicySchema } from "../domain/gate.ts";
import { PACK_PATTERN } from "../domain/pack.ts";
import { riskFactorsSchema, severitySchema } from "../domain/risk.ts";

const glob = z.string().min(1).max(200);

const reviewSchema = z.strictObject({
  on: z
    .array(z.enum(["opened", "pushed", "ready"]))
    .default(["opened", "pushed", "ready"])
    .describe("What starts a review"),
  labels: z
    .array(z.string().min(1).max(50))
    .max(20)
    .default([])
    .describe("Labels that ask for a review, whatever `on` and `drafts` say"),
  drafts: z.boolean().default(false).describe("Review drafts too; without it a draft still gets a check run"),
  maxComments: z.int().min(0).max(20).default(10).describe("Most inline comments; the rest is in the summary"),
  disclosure: z
    .enum(["full", "summary", "private"])
    .default("full")
    .describe("What the pull request shows: everything, counts and titles, or only that there is something"),
  channel: z
    .string()
    .regex(/^[\w.-]{1,100}$/u, "write the name of a repository of the same owner")
    .nullable()
    .default(null)
    .describe("Private repository of the same owner where an issue tells the details, unless `disclosure` is full"),
  language: z.enum(["en"]).default("en").describe("Language of the review"),
});

const pathsSchema = z.strictObject({
  ignore: z
    .array(glob)
    .max(200)
    .default([])
    .describe("Globs of files without security meaning; they are listed as skipped"),
  critical: z
    .array(glob)
    .max(200)
    .default([])
    .describe("Globs of files whose threats weigh more: data becomes restricted"),
});

const systemSchema = z.strictObject({
  exposure: riskFactorsSchema.shape.exposure
    .nullable()
    .default(null)
    .describe("Where the service listens; null means: as the code says"),
  assets: z
    .array(z.strictObject({ name: z.string().max(80), data: riskFactorsSchema.shape.data }))
    .max(50)
    .default([])
    .describe("What is worth protecting, by the name that the code uses"),
  docs: z
    .array(glob)
    .max(20)
    .default([])
    .describe("(not supported yet, without effect) Files that describe the architecture"),
  assumptions: z.array(z.string().max(300)).max(50).default([]).describe("Sentences that reviewers may rely on"),
});

const catalogueSchema = z.strictObject({
  disable: z.array(z.string()).max(200).default([]).describe("Threat kinds that are not reported"),
  severity: z
    .record(z.string(), severitySchema)
    .default({})
    .describe("Severity by threat kind, instead of the computed one"),
  packs: z
    .array(z.string().regex(PACK_PATTERN, "write `folder` or `repository:folder`"))
    .max(10)
    .default([])
    .describe("Folders of further threat kinds: `folder` here at the base, or `repository:folder` of the same owner"),
});

const modelSchema = z.strictObject({
  enabled: z.boolean().default(true).describe("Send redacted code to the configured model"),
  maxCostPerPullRequest: z
    .number()
    .min(0)
    .nullable()
    .default(null)
    .describe("US dollars over all pushes; null means no limit. Kept where the operator has set what tokens cost"),
  maxTokensPerRun: z.int().min(1_000).max(2_000_000).default(200_000).describe("Input and output tokens of one run"),
  deadlineSeconds: z.int().min(1).max(3_600).default(480).describe("Longest time for all questions of one run"),
});

/** `.github/threatdiff.yml`, read at the base commit. Unknown keys are errors. */
export const repositoryConfigSchema = z.strictObject({
  version: z.literal(1).default(1).describe("Version of this file's layout"),
  extends: z
    .string()
    .regex(PACK_PATTERN, "write `repository:path`")
    .nullable()
    .default(null)
    .describe("A file of the same owner that says what this one does not, as `repository:path`"),
  review: reviewSchema.prefault({}),
  gate: gatePolicySchema.prefault({}),
  paths: pathsSchema.prefault({}),
  system: systemSchema.prefault({}),
  catalogue: catalogueSchema.prefault({}),
  model: modelSchema.prefault({}),
});
export type RepositoryConfig = z.infer<typeof repositoryConfigSchema>;

/** The configuration of a repository that has none. */
export const DEFAULT_CONFIG: RepositoryConfig = repositoryConfigSchema.parse({});
