const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const HEX = "0123456789abcdef";
const ALPHANUMERIC = `${UPPER}${UPPER.toLowerCase()}0123456789`;

/** Characters that look random but are the same in every run, so that no secret stands in this file. */
export function random(length: number, alphabet = ALPHANUMERIC): string {
  let state = 20_261_123 + length;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return alphabet[(state >> 8) % alphabet.length];
  }).join("");
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url({ sub: random(12) })}.${random(43)}`;
export const PEM_HEADER = ["-----BEGIN RSA PRIVATE", "KEY-----"].join(" ");
const pem = [PEM_HEADER, random(64), random(64), `${random(20)}==`, "-----END RSA PRIVATE KEY-----"];
export const awsId = `AKIA${random(16, `${UPPER}234567`)}`;

/** Name, path, text, and the part of it that must be found in full. */
export const SECRETS: readonly (readonly [string, string, string, string])[] = [
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
  ["a DigitalOcean token", "a.tf", `token = dop_v1_${random(64, HEX)}`, `dop_v1_${random(64, HEX)}`],
  ["a Shopify token", "a.rb", `shop(:shpat_${random(32, HEX)})`, `shpat_${random(32, HEX)}`],
  ["a PyPI token", "a.sh", `twine -p pypi-AgE${random(60)}`, `pypi-AgE${random(60)}`],
  ["a Docker token", "a.sh", `docker login -p dckr_pat_${random(27)}`, `dckr_pat_${random(27)}`],
  ["a Hugging Face token", "a.py", `login("hf_${random(34)}")`, `hf_${random(34)}`],
  ["an Anthropic key", "a.py", `Anthropic("sk-ant-api03-${random(93)}AA")`, `sk-ant-api03-${random(93)}AA`],
  ["a Linear key", "a.ts", `new Linear("lin_api_${random(40)}")`, `lin_api_${random(40)}`],
  [
    "a New Relic key",
    "a.yml",
    `key: NRAK-${random(27, `${UPPER}0123456789`)}`,
    `NRAK-${random(27, `${UPPER}0123456789`)}`,
  ],
  ["a Databricks token", "a.py", `connect("dapi${random(32, HEX)}")`, `dapi${random(32, HEX)}`],
  ["a Vault token", "a.hcl", `login hvs.${random(90)}`, `hvs.${random(90)}`],
  ["a Twilio key", "a.js", `twilio("SK${random(32, HEX)}")`, `SK${random(32, HEX)}`],
  ["a Mailgun key", "a.py", `auth=("api", "key-${random(32, HEX)}")`, `key-${random(32, HEX)}`],
  ["a Grafana token", "a.sh", `curl -u x:glsa_${random(32)}_${random(8, HEX)}`, `glsa_${random(32)}_${random(8, HEX)}`],
  ["a Sentry token", "a.sh", `sentry-cli sntrys_${random(120)}`, `sntrys_${random(120)}`],
  [
    "a Postman key",
    "a.sh",
    `newman PMAK-${random(24, HEX)}-${random(34, HEX)}`,
    `PMAK-${random(24, HEX)}-${random(34, HEX)}`,
  ],
  [
    "a Cloudflare key",
    "a.sh",
    `v1.0-${random(24, HEX)}-${random(146, HEX)}`,
    `v1.0-${random(24, HEX)}-${random(146, HEX)}`,
  ],
  ["a Facebook token", "a.js", `api("EAA${random(90)}")`, `EAA${random(90)}`],
  ["an Airtable token", "a.js", `base("pat${random(14)}.${random(64, HEX)}")`, `pat${random(14)}.${random(64, HEX)}`],
];
