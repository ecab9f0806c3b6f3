import { Probot, type ProbotOctokit } from "probot";
import type { Logger } from "pino";
import type { PullRequestRef } from "../../domain/job.ts";
import type { ReferenceMemory } from "../../ports/reference-memory.ts";
import { NO_TRACES, type Traces } from "../../ports/traces.ts";
import type { CodeHost, CodeHostReader, CodeHostWriter } from "../../ports/code-host.ts";
import { closeCheck, completeCheck, findCheck, showProgress, startCheck } from "./checks.ts";
import { type Client, clientClass, openSource, type Session, type Source } from "./client.ts";
import { react, readThreadThreat, readPermission, reply } from "./commands.ts";
import { type DeliveryHandler, webhookMiddleware, type WebhookMiddleware } from "./deliveries.ts";
import { attempt, toCodeHostError } from "./errors.ts";
import { APP_NEEDS, type AppNeeds, missingNeeds } from "./needs.ts";
import { quietLog } from "./quiet-log.ts";
import { redeliverMissed } from "./missed-deliveries.ts";
import { findClosest, findCode } from "./further-code.ts";
import { readOwnerFile } from "./owner-files.ts";
import { publishDetails } from "./private-issue.ts";
import { readAgainCheaply } from "./read-again.ts";
import { readChange, readConfigAt, readState } from "./read-change.ts";
import { readPacks } from "./read-packs.ts";
import { uploadFindings } from "./code-scanning.ts";
import { traced } from "./traced.ts";
import { publishReview } from "./reviews.ts";
import { settleThreads } from "./threads.ts";

export interface GitHubOptions {
  readonly appId: number;
  /** PEM; the start-up check tells whether GitHub accepts it. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Base address of the REST API; `null` means github.com. */
  readonly apiUrl: string | null;
  readonly log: Logger;
  /** What is known of repositories from earlier reviews; without it every review asks anew. */
  readonly references?: ReferenceMemory;
  /** Follows every request. */
  readonly traces?: Traces;
  /** Told after every answer how many requests GitHub still answers in this hour. */
  readonly onQuota?: (left: number) => void;
  /** Space and repeat calls as GitHub's limits ask; false only against an emulator. */
  readonly paced?: boolean;
  /** Milliseconds until GitHub lists what was just written. */
  readonly settle?: number;
}

/** The one place that talks to GitHub. */
export interface GitHubApp extends CodeHost {
  /** Compares the App's registration with what it needs: one sentence per problem, none when all is well. */
  selfCheck(needs?: AppNeeds): Promise<string[]>;
  /** Receives webhooks at `/api/github/webhooks` and `/`. Call once. */
  middleware(handle: DeliveryHandler): Promise<WebhookMiddleware>;
}

const SETTLE = 1_500;

/** Builds the App without calling GitHub; a wrong key shows in `selfCheck`. */
export function createGitHub(options: GitHubOptions): GitHubApp {
  const { appId, log, settle = SETTLE } = options;
  const paced = options.paced ?? true;
  const quiet = quietLog(log);
  const Octokit = clientClass(quiet, paced, options.onQuota);
  const probot = new Probot({
    appId,
    privateKey: options.privateKey,
    secret: options.webhookSecret,
    // It logs every refused delivery twice, without a sentence; `webhookMiddleware` says it once.
    log: quiet.child({}, { level: "silent" }),
    Octokit,
    ...(options.apiUrl === null ? {} : { baseUrl: options.apiUrl }),
  });
  const botLogin = once(async () => readBotLogin(await probot.auth()));
  const parts = { Octokit, apiUrl: options.apiUrl, log: quiet, traces: options.traces ?? NO_TRACES };
  const connect = async (ref: PullRequestRef): Promise<Session> => ({
    ...(await installationClient(await probot.auth(), ref, parts)),
    appId,
    sibling: async (name, permissions) => {
      const scope = { repositories: [name], permissions: { ...permissions } };
      return siblingClient(await probot.auth(), ref, scope, parts);
    },
    botLogin,
    settle,
  });
  return {
    open: async (ref) => openRepository(await connect(ref), options.references ?? FORGETFUL),
    redeliverMissed: async (since) => redeliverMissed(await probot.auth(), since),
    selfCheck: async (needs = APP_NEEDS) => selfCheck(await probot.auth(), needs),
    middleware: async (handle) => webhookMiddleware(await probot.ready(), log, handle),
  };
}

/** Knows nothing of earlier reviews. */
const FORGETFUL: ReferenceMemory = { recall: async () => new Map(), keep: async () => undefined };

function openRepository(session: Session, references: ReferenceMemory): CodeHostReader & CodeHostWriter {
  const { client } = session;
  const trees: Source["trees"] = new Map();
  const sourceOf = (ref: PullRequestRef, signal: AbortSignal) => openSource(client, ref, signal, trees);
  return {
    readState: async (ref) => readState(client, ref),
    findCheck: async (ref, headSha) => findCheck(session, ref, headSha),
    readConfig: async (ref, sha) => readConfigAt(client, ref, sha),
    readChange: async (ref, state, signal) => readChange({ ref, references, source: sourceOf(ref, signal) }, state),
    readPacks: async (ref, places, sha) => readPacks(session, ref, places, sha),
    findCode: async (ref, sha, needs, signal) => findCode(sourceOf(ref, signal), sha, needs),
    findClosest: async (ref, sha, score, signal) => findClosest(sourceOf(ref, signal), sha, score),
    readOwnerFile: async (ref, repository, path) => readOwnerFile(session, ref, repository, path),
    readThreadThreat: async (ref, commentId) => readThreadThreat(session, ref, commentId),
    readPermission: async (ref, login) => readPermission(client, ref, login),
    startCheck: async (ref, headSha) => startCheck(session, ref, headSha),
    showProgress: async (ref, check, doing) => showProgress(session, ref, check, doing),
    completeCheck: async (ref, check, output) => completeCheck(session, ref, check, output),
    closeCheck: async (ref, check, conclusion, title) => closeCheck(session, ref, check, { conclusion, title }),
    publishReview: async (ref, publication) => publishReview(session, ref, publication),
    publishDetails: async (ref, details) => publishDetails(session, ref, details),
    settleThreads: async (ref, turned) => settleThreads(session, ref, turned),
    uploadFindings: async (ref, headSha, sarif) => uploadFindings(session, ref, headSha, sarif),
    react: async (ref, place, reaction) => react(session, ref, place, reaction),
    reply: async (ref, place, body) => reply(session, ref, place, body),
  };
}

interface ClientParts {
  readonly Octokit: typeof ProbotOctokit;
  readonly apiUrl: string | null;
  readonly log: Logger;
  readonly traces: Traces;
}

/** A client whose token reaches one repository of the installation and nothing else; it lasts an hour, longer than any job. */
async function installationClient(
  app: Client,
  ref: PullRequestRef,
  parts: ClientParts,
): Promise<Pick<Session, "client" | "permissions">> {
  return attempt("get a token for the repository", async () => {
    const { data } = await app.rest.apps.createInstallationAccessToken({
      installation_id: ref.installationId,
      repository_ids: [ref.repositoryId],
    });
    return { client: clientWith(data.token, ref, parts), permissions: { ...data.permissions } };
  });
}

/** A client for other repositories of the installation. */
async function siblingClient(
  app: Client,
  ref: PullRequestRef,
  scope: { repositories: string[]; permissions: Record<string, "read" | "write"> },
  parts: ClientParts,
): Promise<Client> {
  const { data } = await app.rest.apps.createInstallationAccessToken({ installation_id: ref.installationId, ...scope });
  return clientWith(data.token, ref, parts);
}

function clientWith(token: string, ref: PullRequestRef, parts: ClientParts): Client {
  const client = new parts.Octokit({
    auth: { token },
    log: parts.log,
    throttle: { id: String(ref.installationId) },
    ...(parts.apiUrl === null ? {} : { baseUrl: parts.apiUrl }),
  });
  return traced(readAgainCheaply(client), parts.traces);
}

async function selfCheck(app: Client, needs: AppNeeds): Promise<string[]> {
  try {
    const { data } = await app.rest.apps.getAuthenticated();
    return data === null ? ["GitHub does not know this App; check its id."] : missingNeeds(needs, data);
  } catch (error) {
    return [toCodeHostError("read the App's registration", error).message];
  }
}

async function readBotLogin(app: Client): Promise<string> {
  return attempt("read the App's name", async () => {
    const { data } = await app.rest.apps.getAuthenticated();
    return `${data?.slug ?? "unknown"}[bot]`;
  });
}

/** Remembers a success; a failure is asked again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | null = null;
  return async () => {
    known ??= ask().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}
