import { describe, expect, it } from "vitest";
import { CodeHostError, StageError } from "../src/domain/errors.ts";
import { type LogLevel, createLog } from "../src/log.ts";

function lines(
  write: (log: ReturnType<typeof createLog>) => void,
  level: LogLevel = "trace",
): Record<string, unknown>[] {
  const written: string[] = [];
  write(createLog(level, { write: (line: string) => written.push(line) }));
  return written.map((line) => JSON.parse(line));
}

const TOKEN = `ghs_${"1".repeat(40)}`;

describe("createLog", () => {
  it("writes one JSON object per line with level, time and known fields", () => {
    const [line] = lines((log) => log.info({ number: 7, headSha: "abc", reason: "closed" }, "A review was skipped"));
    expect(line).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-.*Z$/u),
      number: 7,
      headSha: "abc",
      reason: "closed",
      msg: "A review was skipped",
    });
  });

  it("drops fields that it does not know, and objects", () => {
    const [line] = lines((log) =>
      log.debug(
        { body: "code", payload: { secret: 1 }, event: { payload: "code" }, headers: "x" },
        "A delivery arrived",
      ),
    );
    expect(Object.keys(line ?? {})).toEqual(["level", "time", "msg"]);
  });

  it("keeps the sentence of our own errors, with their causes' kinds", () => {
    const cause = new Error("connect to 10.0.0.1 refused");
    const error = new CodeHostError("read change", "GitHub did not answer; try again", { status: 502, cause });
    const [line] = lines((log) => log.error({ error }, "A review failed"));
    expect(line?.["failure"]).toMatchObject({
      type: "CodeHostError",
      code: "code-host",
      status: 502,
      message: "GitHub did not answer; try again",
      cause: { type: "Error" },
    });
    expect(JSON.stringify(line)).not.toContain("10.0.0.1");
  });

  it.each([
    ["a bare error", new Error("const password = 1")],
    ["an error with data", Object.assign(new Error("const password = 1"), { event: "const password" })],
    ["a stage's error", new StageError("ground", new Error("const password = 1"))],
    ["an error of several lines", new Error("first\nconst password = 1\n    at const password (x:1:1)")],
  ])("never repeats the message of %s", (_, error) => {
    const written = JSON.stringify(
      lines((log) => {
        log.error(error);
        log.error({ err: error }, "A review failed");
        log.error({ error }, "A review failed");
      }),
    );
    expect(written).not.toContain("password = 1");
    expect(written).toContain(error.name);
  });

  it("says where an error came from", () => {
    const [line] = lines((log) => log.error({ error: new Error("x") }, "A review failed"));
    expect(JSON.stringify(line?.["failure"])).toMatch(/"at":\["at .*log\.test\.ts:\d+:\d+/u);
  });

  it.each([
    TOKEN,
    `github_pat_${"a".repeat(30)}`,
    "eyJhbGciOiJSUzI1.eyJpc3MiOiIxMiJ9.c2lnbmF0dXJl",
    "postgres://user:hunter2secret@host/db",
    "Authorization: Bearer abcdefghijkl",
    `sk-${"a".repeat(30)}`,
  ])("blots out %s wherever it stands", (secret) => {
    const written = JSON.stringify(lines((log) => log.warn({ reason: `because ${secret}` }, `Sent ${secret}`)));
    for (const part of [secret.slice(-12), "hunter2secret"]) expect(written).not.toContain(part);
    expect(written).toContain("<secret>");
  });

  it("ignores arguments that a vendor wants to interpolate", () => {
    const [line] = lines((log) => log.info("%s wrote %o", "alice", { body: "code" }));
    expect(line?.["msg"]).toBe("%s wrote %o");
    expect(JSON.stringify(line)).not.toContain("code");
  });

  it("writes nothing below its level", () => {
    expect(lines((log) => log.info({}, "Started"), "warn")).toEqual([]);
  });
});
