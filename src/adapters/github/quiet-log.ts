import type { Logger } from "pino";

/**
 * A logger for Probot and Octokit: never below `info`, where they log payloads and review texts, and with errors reduced
 * to name, message and status, because theirs carry the whole event.
 */
export function quietLog(log: Logger): Logger {
  const level = log.levelVal < 30 ? "info" : log.level;
  return log.child({}, { level, serializers: { err: shortError, error: shortError } });
}

function shortError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const status = "status" in error ? { status: error.status } : {};
  return { type: error.name, message: error.message.slice(0, 300), ...status };
}
