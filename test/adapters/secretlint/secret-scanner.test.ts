import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSecretScanner } from "../../../src/adapters/secretlint/secret-scanner.ts";

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALPHANUMERIC = `${UPPER}${UPPER.toLowerCase()}0123456789`;

/** Characters that look random but are the same in every run, so that no secret stands in this file. */
function random(length: number, alphabet = ALPHANUMERIC): string {
  let state = 20_261_123 + length;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return alphabet[(state >> 8) % alphabet.length];
  }).join("");
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url({ sub: random(12) })}.${random(43)}`;
const PEM_HEADER = ["-----BEGIN RSA PRIVATE", "KEY-----"].join(" ");
const pem = [PEM_HEADER, random(64), random(64), `${random(20)}==`, "-----END RSA PRIVATE KEY-----"];
const awsId = `AKIA${random(16, `${UPPER}234567`)}`;

/** Name, path, text, and the part of it that must be found in full. */
const SECRETS: readonly (readonly [string, string, string, string])[] = [
  ["an AWS access key id alone", "a.ts", `const id = "${awsId}";`, awsId],
  ["an AWS secret by its name", "a.py", `aws_secret_access_key = '${random(40)}'`, random(40)],
  ["a private key", "key.ts", `const key = \`${pem.join("\n")}\`;`, pem.join("\n")],
  ["a private key with escaped newlines", "a.json", `{"key": "${pem.join(String.raw`\n`)}"}`, pem.join(String.raw`\n`)],
  ["a private key without its end", "a.pem", pem.slice(0, 3).join("\n"), pem.slice(0, 3).join("\n")],
  ["a JSON web token", "a.ts", `fetch(url, { token: "${jwt}" })`, jwt],
  ["a Google key", "a.js", `key=AIza${random(35)}`, `AIza${random(35)}`],
  ["a GitHub token", "a.sh", `git clone https://ghp_${random(36)}@host/r`, `ghp_${random(36)}`],
  ["a long installation token", "a.log", `token ghs_123456_${jwt}, next`, `ghs_123456_${jwt}`],
  [
    "a fine-grained GitHub token",
    "a",
    `github_pat_${random(22)}_${random(59)}`,
    `github_pat_${random(22)}_${random(59)}`,
  ],
  ["a GitLab token", "a.yml", `token: glpat-${random(20)}`, `glpat-${random(20)}`],
  [
    "a Slack token",
    "a.rb",
    `SLACK = 'xoxb-${random(12, "123456")}-${random(24)}'`,
    `xoxb-${random(12, "123456")}-${random(24)}`,
  ],
  ["a Slack webhook", "a.ts", `https://hooks.slack.com/services/T${random(8)}/B${random(8)}/${random(24)}`, random(24)],
  ["a Stripe key", "a.go", `key := "sk_live_${random(24)}"`, `sk_live_${random(24)}`],
  ["an npm token", ".npmrc", `//registry.npmjs.org/:_authToken=npm_${random(36)}`, `npm_${random(36)}`],
  ["an OpenAI key", "a.py", `client = OpenAI("sk-proj-${random(48)}")`, `sk-proj-${random(48)}`],
  ["a SendGrid key", "a.py", `SG.${random(22)}.${random(43)}`, `SG.${random(22)}.${random(43)}`],
  ["an Azure storage key", "a.cs", `"AccountName=x;AccountKey=${random(86)}=="`, `${random(86)}==`],
  ["a password in a connection string", "a.ts", `connect("postgres://app:${random(12)}@db:5432/x")`, random(12)],
  ["a password in any address", "a.ts", `get("https://robot:${random(9)}@host.example.net/")`, random(9)],
  ["a password by its name", "a.java", `String dbPassword = "${random(12)}";`, random(12)],
  ["a secret in an object", "a.ts", `session({ secret: '${random(16)}', resave: false })`, random(16)],
  ["a typed constant", "a.ts", `const apiKey: string = \`${random(20)}\`;`, random(20)],
  ["a JSON value", "a.json", `{ "client_secret" : "${random(20)}" }`, random(20)],
  ["a PHP array", "a.php", `'password' => '${random(12)}',`, random(12)],
  [
    "a weak secret that people do use",
    "a.py",
    `app.secret_key = "${["super", "secretkey123"].join("")}"`,
    "supersecretkey123",
  ],
  ["a line of an env file", ".env.production", `A=1\nexport SESSION_SECRET=${random(24)}\nB=2`, random(24)],
  ["a value in YAML", "deploy/app.yaml", `env:\n  db_password: ${random(14)}\n`, random(14)],
  ["a bearer header", "a.sh", `curl -H "Authorization: Bearer ${random(32)}"`, random(32)],
  ["a basic header", "a.ts", `{ Authorization: "Basic ${random(24)}" }`, random(24)],
];

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
  ])("takes less than two seconds for a megabyte of %j", async (part) => {
    const started = performance.now();
    await scanner.scan(".env", part.repeat(1_000_000 / part.length));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
