/** Every error that a person may read: a stable code, one sentence that says what failed and what to do, and the cause. */
export class ThreatModelError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** One fault of a configuration file, at a 1-based line. */
export interface ConfigFault {
  readonly line: number;
  readonly message: string;
}

/** The environment or `.github/threatdiff.yml` cannot be used; retrying does not help. */
export class ConfigError extends ThreatModelError {
  /** The file or variable at fault, as the person who must fix it knows it. */
  readonly path: string;
  /** 1-based line in `path`, when the fault has one. */
  readonly line: number | null;
  /** Dotted key at fault, such as `gate.failOn`. */
  readonly key: string | null;
  /** Every fault of the file, in its order, as sentences with their lines; empty when the message says it all. */
  readonly faults: readonly ConfigFault[];

  constructor(
    message: string,
    at: { path: string; line?: number | null; key?: string | null; faults?: readonly ConfigFault[] },
  ) {
    super("config", message);
    this.faults = at.faults ?? [];
    this.path = at.path;
    this.line = at.line ?? null;
    this.key = at.key ?? null;
  }
}

/** The code host refused or failed an operation. */
export class CodeHostError extends ThreatModelError {
  /** HTTP status, or `null` when no answer arrived. */
  readonly status: number | null;
  /** Seconds to wait before another try, when the host says so. */
  readonly retryAfter: number | null;
  /** What was attempted, such as `create review`. */
  readonly operation: string;
  /** True when the host is known to have what it says that it has not. */
  readonly fleeting: boolean;

  constructor(
    operation: string,
    message: string,
    details: { status?: number | null; retryAfter?: number | null; fleeting?: boolean; cause?: unknown } = {},
  ) {
    super("code-host", message, { cause: details.cause });
    this.operation = operation;
    this.status = details.status ?? null;
    this.retryAfter = details.retryAfter ?? null;
    this.fleeting = details.fleeting ?? false;
  }

  /** True when the same call may succeed later: no answer, a rate limit, a failure on the host's side, or one that passes. */
  get retryable(): boolean {
    return (
      this.fleeting || this.status === null || this.status === 429 || this.status >= 500 || this.retryAfter !== null
    );
  }
}

/** The embedded or remote database cannot be used, such as a data directory that another process holds. */
export class StoreError extends ThreatModelError {
  constructor(message: string, cause?: unknown) {
    super("store", message, { cause });
  }
}

/** A throw inside a pipeline stage, with the stage's name so that a log line says where. */
export class StageError extends ThreatModelError {
  readonly stage: string;

  constructor(stage: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super("stage", `The ${stage} stage failed: ${reason}`, { cause });
    this.stage = stage;
  }
}

/** The person at the command line asked for something that cannot be done as asked. */
export class UsageError extends ThreatModelError {
  constructor(message: string) {
    super("usage", message);
  }
}
