import type { ChangeSet } from "../../src/domain/change-set.ts";
import { NO_PACKS, type Packs } from "../../src/domain/pack.ts";
import type { CheckOutput, DetailsOutcome, PrivateDetails, Publication } from "../../src/domain/publication.ts";
import type {
  CodeHost,
  CodeHostReader,
  CodeHostWriter,
  Permission,
  PublishOutcome,
  PullRequestState,
  TurnedComment,
} from "../../src/ports/code-host.ts";
import { buildChange } from "../builders/change-set.ts";

type Operation = keyof CodeHostReader | keyof CodeHostWriter | "open" | "redeliverMissed";

/** One pull request on a host that answers what its fields say and notes what it is told. */
export interface FakeCodeHost extends CodeHost {
  state: PullRequestState;
  change: ChangeSet;
  permission: Permission;
  packs: Packs;
  /** The threat whose thread commands are written in. */
  threadThreat: string | null;
  /** By `repository:path`. */
  readonly ownerFiles: Map<string, string>;
  posted: PublishOutcome;
  /** Errors by operation; an operation that has one throws it. */
  readonly errors: Map<Operation, Error>;
  /** Called when an operation starts, to change the world in the middle of a run. */
  onCall: (operation: Operation) => void | Promise<void>;
  readonly calls: Operation[];
  readonly checks: { headSha: string; output: CheckOutput | null; closed: string | null }[];
  readonly publications: Publication[];
  readonly reactions: string[];
  readonly replies: string[];
  readonly findings: string[];
  readonly progress: string[];
  readonly details: PrivateDetails[];
  detailsOutcome: DetailsOutcome;
  readonly settled: TurnedComment[];
  readonly redelivered: Date[];
}

function buildState({ headSha, baseSha, title, body, subject, files }: ChangeSet): PullRequestState {
  const described = { title, body, repositoryUrl: subject.webUrl ?? "", changedFiles: files.length };
  return { headSha, baseSha, state: "open", draft: false, author: "bob", labels: [], ...described };
}

export function fakeCodeHost(given: Partial<Pick<FakeCodeHost, "state" | "change" | "permission">> = {}): FakeCodeHost {
  const change = given.change ?? buildChange();
  const call = async (operation: Operation) => {
    host.calls.push(operation);
    await host.onCall(operation);
    const error = host.errors.get(operation);
    if (error) throw error;
  };
  const opened: CodeHostReader & CodeHostWriter = {
    async readState() {
      await call("readState");
      return host.state;
    },
    async findCheck(_, headSha) {
      await call("findCheck");
      const index = host.checks.findLastIndex((one) => one.headSha === headSha);
      const found = host.checks[index];
      return found && found.output === null && found.closed === null ? { id: index + 1, headSha, isNew: false } : null;
    },
    async readConfig() {
      await call("readConfig");
      return host.change.config;
    },
    async readChange(_, __, signal) {
      await call("readChange");
      signal.throwIfAborted();
      return host.change;
    },
    async readPacks() {
      await call("readPacks");
      return host.packs;
    },
    findCode: async () => [],
    findClosest: async () => null,
    async readOwnerFile(_, repository, path) {
      await call("readOwnerFile");
      return host.ownerFiles.get(`${repository}:${path}`) ?? null;
    },
    async readThreadThreat() {
      await call("readThreadThreat");
      return host.threadThreat;
    },
    async readPermission() {
      await call("readPermission");
      return host.permission;
    },
    async startCheck(_, headSha) {
      await call("startCheck");
      host.checks.push({ headSha, output: null, closed: null });
      return { id: host.checks.length, headSha, isNew: true };
    },
    async showProgress(_, __, doing) {
      await call("showProgress");
      host.progress.push(doing);
    },
    async completeCheck(_, { id }, output) {
      await call("completeCheck");
      host.checks[id - 1]!.output = output;
    },
    async closeCheck(_, { id }, conclusion, title) {
      await call("closeCheck");
      host.checks[id - 1]!.closed = `${conclusion}: ${title}`;
    },
    async publishReview(_, publication) {
      await call("publishReview");
      host.publications.push(publication);
      return host.posted;
    },
    async publishDetails(_, details) {
      await call("publishDetails");
      host.details.push(details);
      return host.detailsOutcome;
    },
    async settleThreads(_, turned) {
      await call("settleThreads");
      host.settled.push(...turned);
      return turned.length;
    },
    async uploadFindings(_, __, sarif) {
      await call("uploadFindings");
      host.findings.push(sarif);
      return true;
    },
    async react(_, __, reaction) {
      await call("react");
      host.reactions.push(reaction);
    },
    async reply(_, __, body) {
      await call("reply");
      host.replies.push(body);
    },
  };
  const host: FakeCodeHost = {
    state: buildState(change),
    permission: "write",
    packs: NO_PACKS,
    threadThreat: null,
    ownerFiles: new Map(),
    posted: { reviewId: 1, commentsCreated: 0, turned: [], bodyOnly: false },
    ...given,
    change,
    errors: new Map(),
    onCall: () => {},
    calls: [],
    checks: [],
    publications: [],
    reactions: [],
    replies: [],
    findings: [],
    progress: [],
    details: [],
    detailsOutcome: "told",
    settled: [],
    redelivered: [],
    async redeliverMissed(since) {
      await call("redeliverMissed");
      host.redelivered.push(since);
      return 0;
    },
    async open() {
      await call("open");
      return opened;
    },
  };
  return host;
}
