import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { awsId, PEM_HEADER, random, SECRETS } from "../../builders/secrets.ts";
import { createSecretScanner } from "../../../src/adapters/secretlint/secret-scanner.ts";

const LOOKALIKES: readonly (readonly [string, string, string])[] = [
  [
    "a value from the environment",
    "a.ts",
    "const token = process.env.API_TOKEN;\nconst password = process.env['DB_PASSWORD'] ?? '';",
  ],
  [
    "a variable in a template",
    "a.yml",
    'password: "${DB_PASSWORD}"\ntoken: ${{ secrets.GITHUB_TOKEN }}\nsecret: {{ .Values.secret1 }}',
  ],
  [
    "a documented stand-in",
    "README.md",
    'password="<your-password>" token: "YOUR_TOKEN_HERE" api_key = "xxxxxxxxxxxxxxxxxxxx1"',
  ],
  ["the documented AWS key", "a.md", ["AKIA", "IOSFODNN7", "EXAMPLE"].join("")],
  ["a token of one letter", "a.md", `ghp_${"x".repeat(36)}`],
  [
    "hashes in a lockfile",
    "package-lock.json",
    `"integrity": "sha512-${random(86)}==",\n"resolved": "https://registry.npmjs.org/a/-/a-1.0.0.tgz"`,
  ],
  ["a git object id", "a.ts", `const sha = "${random(40, "0123456789abcdef")}";`],
  [
    "a list of the names of secrets",
    "a.ts",
    "const keys = ['smtp_password', 'smtp_oauth2_client_secret', 'smtp_oauth2_refresh_token', 'smtp_oauth2_url'];",
  ],
  [
    "the name of a secret",
    "a.ts",
    'const tokenKey = "auth.token.v1"; const secret = "my-service-secret-2"; const password = "password";',
  ],
  [
    "two names side by side",
    "a.ts",
    "assertParamExists('changeMyPassword', 'changePasswordRequest'); route('a/:csrf_token', 'TaskController');",
  ],
  ["an address", "a.ts", 'const tokenUrl = "https://example.net/oauth2/token1"; credentials: "/run/secrets/db2"'],
  [
    "a sentence",
    "en.json",
    '{ "wrongPassword": "The password must have 8 letters", "lockPassword": "パスワードを変更できないようにする" }',
  ],
  ["a call", "settings.yml", "token = createToken2(user1)"],
  [
    "the words of a key header in code",
    "a.ts",
    `if (text.includes("${PEM_HEADER}")) { return parseThePrivateKeyNow(text); }`,
  ],
  ["a user without a password", "a.ts", '"postgres://app@db/x", "redis://:@host", "https://user:${password}@host"'],
];

const scanner = createSecretScanner();

async function valuesIn(path: string, text: string): Promise<string[]> {
  return (await scanner.scan(path, text)).map((range) => text.slice(range.start, range.end));
}

describe("createSecretScanner", () => {
  it.each(SECRETS)("finds %s", async (_, path, text, secret) => {
    const values = await valuesIn(path, text);
    expect(values.some((value) => value.includes(secret))).toBe(true);
  });

  it.each(LOOKALIKES)("leaves %s alone", async (_, path, text) => {
    expect(await valuesIn(path, text)).toEqual([]);
  });

  it("names the kind and covers the value alone", async () => {
    const text = `🔒 const dbPassword = "${random(12)}"; // ${awsId}\r\n`;
    const ranges = await scanner.scan("a.ts", text);
    const found = ranges.map(({ start, end, type }) => `${type} ${text.slice(start, end)}`);
    expect(new Set(found)).toEqual(new Set([`credential ${random(12)}`, `aws ${awsId}`]));
  });

  it("is not switched off by comments in the file", async () => {
    const text = `// secretlint-disable\nconst stripe = "sk_live_${random(24)}";\n// secretlint-disable-line\n`;
    expect(await valuesIn("a.ts", text)).toContain(`sk_live_${random(24)}`);
    const groq = `gsk_${random(20)}WGdyb3FY${random(24)}`;
    expect(await valuesIn("a.ts", `/* secretlint-disable */ ${groq}`)).toContain(groq);
  });

  it("answers any path and text with ranges inside the text", async () => {
    const parts = fc.constantFrom(
      "password",
      "=",
      '"',
      "'",
      ": ",
      "://",
      "@",
      "eyJ",
      ".",
      "-----BEGIN PRIVATE KEY-----",
      "\n",
      "\u2028",
      "\ud800",
      "A1b2C3d4E5",
    );
    const text = fc.oneof(
      fc.array(parts, { maxLength: 60 }).map((chosen) => chosen.join("")),
      fc.string({ unit: "binary" }),
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), text, async (path, source) => {
        for (const { start, end } of await scanner.scan(path, source)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(source.length);
        }
      }),
    );
  });

  it("keeps nothing of what it scanned", async () => {
    await scanner.scan("settings.ts", "const port = 3000;\n");
    const before = performance.getEntries().length;
    await scanner.scan("settings.ts", "const port = 3001;\n");
    expect(performance.getEntries()).toHaveLength(before);
  });

  it.each([
    "eyJaaaaaaaaaaaa-",
    "-----BEGIN PRIVATE KEY-----",
    "aws secret ",
    "secret: ",
    "a://b:c",
    "\t ",
    "A1b2C3d4E5",
  ])("comes to the end of a megabyte of %j", async (part) => {
    expect(await scanner.scan(".env", part.repeat(1_000_000 / part.length))).toEqual(expect.any(Array));
  });
});
