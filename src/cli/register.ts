import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Registration } from "../adapters/github/manifest-code.ts";
import { UsageError } from "../domain/errors.ts";
import { type CliCommand, EXIT } from "./command.ts";

/** `threatdiff register` */
export const register: CliCommand = {
  name: "register",
  summary: "Register your own GitHub App from app.yml and write its credentials to .env",
  options: {
    url: { value: "URL", description: "Where GitHub will reach the service, such as https://threatdiff.example.com" },
    org: { value: "NAME", description: "The organisation that owns the App (default: you)" },
    out: { value: "FILE", description: "Where the credentials are written (default: .env)" },
  },
  run: async ({ values }, terminal) => {
    const serviceUrl = values["url"] ?? "";
    if (!/^https?:\/\//u.test(serviceUrl) || !URL.canParse(serviceUrl)) {
      throw new UsageError("Say where GitHub will reach the service: --url https://threatdiff.example.com");
    }
    const { exchangeManifestCode } = await import("../adapters/github/manifest-code.ts");
    const { awaitRegistration } = await import("./registration-server.ts");
    const apiUrl = terminal.variables["GITHUB_API_URL"] ?? "https://api.github.com";
    const file = resolve(terminal.directory, values["out"] ?? ".env");
    if (existsSync(file)) throw new UsageError(`${file} exists already; name another file with --out.`);
    const registration = await awaitRegistration({
      serviceUrl,
      organisation: values["org"] ?? null,
      exchange: async (code) => {
        const made = await exchangeManifestCode(code, apiUrl);
        await writeCredentials(file, made);
        return made;
      },
      signal: terminal.signal,
      opened: (address) => terminal.say(`Open ${address} in a browser on this machine, and come back here.`),
    });
    await terminal.write(`Wrote ${file}. Install the App: ${registration.url}/installations/new\n`);
    return EXIT.ok;
  },
};

/** Readable by its owner only; an existing file is never overwritten. */
async function writeCredentials(file: string, { appId, privateKey, webhookSecret }: Registration): Promise<void> {
  const text = `APP_ID=${appId}\nWEBHOOK_SECRET=${webhookSecret}\nPRIVATE_KEY=${JSON.stringify(privateKey)}\n`;
  await writeFile(file, text, { flag: "wx", mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "EEXIST" ? "it exists already" : error.message;
    throw new UsageError(
      `The App was made, but ${file} cannot be written: ${reason}. Generate a new key on the App's page.`,
    );
  });
}
