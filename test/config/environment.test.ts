import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { examineEnvironment, isSecret, listProblems } from "../../src/config/doctor.ts";
import { checkEnvironment, readModelEnvironment } from "../../src/config/environment.ts";
import { VARIABLE_NAMES, type Variables, environmentSchema } from "../../src/config/variables.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
const SECRET = "7c1f09b24ae8d35f60417c1f";
const minimal: Variables = { APP_ID: "12", PRIVATE_KEY: privateKey, WEBHOOK_SECRET: SECRET };

const noFile = (): string => {
  throw new Error("no such file");
};

function problemsOf(variables: Variables, readText = noFile): string[] {
  return listProblems(checkEnvironment(variables, readText).problems);
}

describe("checkEnvironment", () => {
  it("wants a database that processes can share where they have roles", () => {
    const problem = "needs DATABASE_URL: the embedded database has one process, which does all";
    const checked = checkEnvironment({ ...minimal, THREATDIFF_ROLE: "worker" }, noFile);
    expect([checked.environment, checked.problems.get("THREATDIFF_ROLE")]).toEqual([null, problem]);
    const shared = { ...minimal, THREATDIFF_ROLE: "web", DATABASE_URL: "postgres://a:b@c/d" };
    expect(checkEnvironment(shared, noFile).environment?.role).toBe("web");
  });

  it("needs three variables and has a default for the rest", () => {
    expect(checkEnvironment(minimal, noFile).environment).toEqual({
      appId: 12,
      privateKey,
      webhookSecret: SECRET,
      githubApiUrl: "https://api.github.com",
      host: "127.0.0.1",
      port: 3000,
      role: "all",
      metricsPort: null,
      tracesEndpoint: null,
      databaseUrl: null,
      dataDirectory: ".threatdiff",
      model: null,
      tokensPerDay: null,
      logLevel: "info",
      concurrency: 3,
      concurrencyPerInstallation: 2,
      runDeadlineSeconds: 900,
      retrySeconds: 15,
      sweepSeconds: 300,
      keepDays: 400,
      stopSeconds: 45,
    });
  });

  it("names every missing variable in one sentence each", () => {
    expect(problemsOf({})).toEqual([
      "APP_ID is missing; it is the number on the app's settings page.",
      "WEBHOOK_SECRET is missing; write the secret of the app's webhook, such as the output of `openssl rand -hex 32`.",
      "PRIVATE_KEY is missing; download the key on the app's settings page, or name its file in PRIVATE_KEY_PATH.",
    ]);
  });

  it.each([
    ["PEM", privateKey],
    ["PEM with written-out line ends", privateKey.replaceAll("\n", String.raw`\n`)],
    ["base64 of PEM", Buffer.from(privateKey).toString("base64")],
    ["PEM without a last line end", privateKey.trim()],
  ])("reads the private key as %s", (_, PRIVATE_KEY) => {
    expect(checkEnvironment({ ...minimal, PRIVATE_KEY }, noFile).environment?.privateKey).toBe(privateKey);
  });

  it.each([
    ["a public key", publicKey],
    ["something else", "hello"],
    ["half a key", privateKey.slice(0, 400)],
    [
      "an elliptic key",
      generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ],
  ])("refuses %s as private key and does not repeat it", (_, PRIVATE_KEY) => {
    const [problem, ...rest] = problemsOf({ ...minimal, PRIVATE_KEY });
    expect(rest).toEqual([]);
    expect(problem).toMatch(/^PRIVATE_KEY is not an RSA private key/u);
    expect(problem).not.toContain(PRIVATE_KEY.slice(0, 5));
  });

  it("reads the private key from a file", () => {
    const variables = { ...minimal, PRIVATE_KEY: "", PRIVATE_KEY_PATH: "/key.pem" };
    const read = (path: string) => (path === "/key.pem" ? privateKey : "");
    expect(checkEnvironment(variables, read).environment?.privateKey).toBe(privateKey);
    expect(problemsOf(variables)).toEqual(["PRIVATE_KEY_PATH names a file that cannot be read."]);
    expect(problemsOf(variables, () => "text")).toEqual([
      "PRIVATE_KEY_PATH names a file that is not an RSA private key in PEM form.",
    ]);
  });

  it.each([
    "development",
    "0123456789abcde",
    "your-webhook-secret",
    "aaaaaaaaaaaaaaaaaaaaaaaa",
    "change-me-change-me",
    "   ",
  ])("refuses the weak webhook secret %j without repeating it", (WEBHOOK_SECRET) => {
    const [problem] = problemsOf({ ...minimal, WEBHOOK_SECRET });
    expect(problem).toMatch(/^WEBHOOK_SECRET is/u);
    expect(problem).not.toContain(WEBHOOK_SECRET);
  });

  it.each([
    ["APP_ID", "Iv1.abc"],
    ["GITHUB_API_URL", "ghe.acme.test"],
    ["PORT", "80a"],
    ["PORT", "70000"],
    ["DATABASE_URL", "mysql://localhost/threatdiff"],
    ["OPENAI_BASE_URL", "ollama:9999"],
    ["LOG_LEVEL", "verbose"],
    ["THREATDIFF_CONCURRENCY", "0"],
    ["THREATDIFF_RUN_DEADLINE_SECONDS", "1.5"],
  ])("refuses %s=%s in one sentence that does not repeat it", (name, value) => {
    const problems = problemsOf({ ...minimal, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must .*\\.$`, "u"));
    expect(problems[0]).not.toContain(value);
  });

  it.each([
    ["PORT", "80a", "PORT must be a number from 0 to 65535."],
    ["PORT", "70000", "PORT must be a number from 0 to 65535."],
    ["THREATDIFF_CONCURRENCY", "0", "THREATDIFF_CONCURRENCY must be a number from 1 to 32."],
    [
      "THREATDIFF_RUN_DEADLINE_SECONDS",
      "60.5",
      "THREATDIFF_RUN_DEADLINE_SECONDS must be a whole number from 30 to 3600.",
    ],
  ])("gives the range for %s=%s", (name, value, sentence) => {
    expect(problemsOf({ ...minimal, [name]: value })).toEqual([sentence]);
  });

  it("wants an endpoint for a named model, with or without a key", () => {
    expect(problemsOf({ ...minimal, THREATDIFF_MODEL: "m" })).toEqual([
      "THREATDIFF_MODEL needs OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint without a key.",
    ]);
    const local = { ...minimal, THREATDIFF_MODEL: "m", OPENAI_BASE_URL: "http://localhost:11434/v1/" };
    expect(checkEnvironment(local, noFile).environment?.model).toEqual({
      apiKey: null,
      baseUrl: "http://localhost:11434/v1",
      model: "m",
      tiers: {},
      prices: null,
      timing: { attempt: 180_000, deadline: 240_000 },
    });
  });

  it("works by rules alone when a key is set but no model is named", () => {
    expect(checkEnvironment({ ...minimal, OPENAI_API_KEY: "k" }, noFile).environment?.model).toBeNull();
  });
});

describe("readModelEnvironment", () => {
  it("needs nothing of the GitHub App", () => {
    expect(readModelEnvironment({})).toBeNull();
    expect(readModelEnvironment({ THREATDIFF_MODEL: "m" })).toBeNull();
    expect(readModelEnvironment({ THREATDIFF_MODEL: "m", OPENAI_API_KEY: "k", THREATDIFF_MODEL_SMALL: "s" })).toEqual({
      apiKey: "k",
      baseUrl: null,
      model: "m",
      tiers: { small: "s" },
      prices: null,
      timing: { attempt: 180_000, deadline: 240_000 },
    });
    expect(
      readModelEnvironment({ THREATDIFF_MODEL: "m", OPENAI_API_KEY: "k", THREATDIFF_MODEL_SECONDS: "30" })?.timing,
    ).toEqual({ attempt: 30_000, deadline: 40_000 });
    const priced = { THREATDIFF_MODEL: "m", OPENAI_API_KEY: "k", THREATDIFF_MODEL_PRICES: "2, 0.2,12" };
    expect(readModelEnvironment(priced)?.prices).toEqual({ input: 2, cached: 0.2, output: 12 });
  });
});

/** What is said about the variables of the model. */
function modelSentences(variables: Variables): string[] {
  return examineEnvironment(variables, noFile)
    .filter(({ variable }) => variable.startsWith("THREATDIFF_MODEL") || variable.startsWith("OPENAI"))
    .map(({ sentence }) => sentence);
}

describe("examineEnvironment", () => {
  it("does not show the password in an address", () => {
    const rows = examineEnvironment({ ...minimal, OPENAI_BASE_URL: "http://user:hunter2@models.example/v1" }, noFile);
    const row = rows.find(({ variable }) => variable === "OPENAI_BASE_URL");
    expect(row).toMatchObject({ state: "set", sentence: "Set to http://…@models.example/v1." });
  });

  it("has one row per variable, in the order of the schema", () => {
    const rows = examineEnvironment(minimal, noFile);
    expect(rows.map((row) => row.variable)).toEqual(Object.keys(environmentSchema.shape));
    expect(rows.map((row) => row.state)).toEqual(VARIABLE_NAMES.map((name) => (name in minimal ? "set" : "default")));
  });

  it("says which ones are missing, wrong, set and left at their default", () => {
    const rows = new Map(
      examineEnvironment({ APP_ID: "x", PRIVATE_KEY: privateKey, HOST: "0.0.0.0" }, noFile).map((row) => [
        row.variable,
        row,
      ]),
    );
    expect(rows.get("APP_ID")).toMatchObject({
      state: "wrong",
      sentence: "Must be the number on the app's settings page.",
    });
    expect(rows.get("WEBHOOK_SECRET")).toMatchObject({
      state: "missing",
      sentence: "Write the secret of the app's webhook, such as the output of `openssl rand -hex 32`.",
    });
    expect(rows.get("HOST")).toMatchObject({ state: "set", sentence: "Set to 0.0.0.0." });
    expect(rows.get("PORT")).toMatchObject({ state: "default", sentence: "Not set: 3000." });
    expect(rows.get("DATABASE_URL")).toMatchObject({ state: "default", sentence: "Not set, and not needed." });
  });

  it("says that the rules work alone while no model is named", () => {
    expect(new Set(modelSentences(minimal))).toEqual(new Set(["Not set: the rules work alone."]));
    expect(modelSentences({ ...minimal, THREATDIFF_MODEL: "m", OPENAI_API_KEY: "k" })).toEqual([
      "Set; not shown.",
      "Not set, and not needed.",
      "Set to m.",
      "Not set, and not needed.",
      "Not set, and not needed.",
      "Not set, and not needed.",
      "Not set: 180.",
    ]);
  });

  it("shows no secret, right or wrong", () => {
    const planted = "hunter2-7c1f09b2";
    const secrets = VARIABLE_NAMES.filter(isSecret);
    expect(secrets).toEqual(["PRIVATE_KEY", "WEBHOOK_SECRET", "DATABASE_URL", "OPENAI_API_KEY"]);
    const wrong = Object.fromEntries(secrets.map((name) => [name, planted]));
    const right = {
      WEBHOOK_SECRET: planted.repeat(3),
      OPENAI_API_KEY: planted,
      DATABASE_URL: `postgres://u:${planted}@h/d`,
    };
    for (const variables of [wrong, right]) {
      expect(JSON.stringify(examineEnvironment(variables, () => planted))).not.toContain("hunter2");
    }
  });
});

describe("environmentSchema", () => {
  it("describes every variable", () => {
    for (const name of VARIABLE_NAMES) expect(environmentSchema.shape[name].description, name).toMatch(/^[A-Z]/u);
  });
});
