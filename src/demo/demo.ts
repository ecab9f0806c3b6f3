import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { APP_NEEDS } from "../adapters/github/needs.ts";
import { pushFiles } from "./emulator/developer.ts";
import { type GitHubEmulator, startEmulator } from "./emulator/emulator.ts";
import type { Posted } from "./posted.ts";
import { printReview } from "./print-review.ts";
import { type OpenedPull, readPosted } from "./read-posted.ts";
import { type RecordedModel, startRecordedModel } from "./recorded-model.ts";
import { reviewPage } from "./review-page.ts";
import { readSample } from "./sample.ts";
import { type ServiceProcess, startService } from "./service-process.ts";

export interface DemoOptions {
  /** Answer model calls with what a real model once said, instead of running on rules alone. */
  readonly recorded: boolean;
  /** Directory that the page is written to. */
  readonly output: string;
  readonly color: boolean;
  /** Told what happens, one line at a time. */
  readonly progress: (line: string) => void;
}

const SHOP = { owner: "corner", repo: "shop" };
const REVIEW_DEADLINE_MS = 90_000;

/**
 * Runs the whole service against an emulated GitHub: pushes the bundled shop, opens its pull request, waits for the
 * review. Returns it as terminal text; the page is written beside. Throws when the service does not start or answer.
 */
export async function runDemo(options: DemoOptions): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), "threatdiff-demo-"));
  const sample = readSample();
  options.progress("Starting an emulated GitHub with the sample shop …");
  const github = await startEmulator({ ...SHOP, files: sample.base, app: APP_NEEDS });
  const model = options.recorded ? await startRecordedModel() : null;
  let service: ServiceProcess | null = null;
  try {
    options.progress("Starting Threatdiff …");
    service = await startService({ ...appEnvironment(github), ...modelEnvironment(model), THREATDIFF_DATA: data });
    github.deliveries.target(`${service.url}/api/github/webhooks`);
    options.progress("Opening the pull request and waiting for the review …");
    const posted = await readPosted(github.as(SHOP.owner), await openPull(github), REVIEW_DEADLINE_MS);
    return await present(posted, options);
  } finally {
    await service?.stop();
    model?.close();
    await github.close();
    rmSync(data, { recursive: true, force: true });
  }
}

async function openPull(github: GitHubEmulator): Promise<OpenedPull> {
  const { title, body, head } = readSample();
  const client = github.as(SHOP.owner);
  const headSha = await pushFiles(client, { ...SHOP, branch: "invoices-as-pdf", files: head, message: title });
  const { data } = await client.rest.pulls.create({ ...SHOP, title, body, head: "invoices-as-pdf", base: "main" });
  return { ...SHOP, number: data.number, headSha, title };
}

function appEnvironment({ app, url }: GitHubEmulator): Record<string, string> {
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GITHUB_API_URL: url,
  };
}

function modelEnvironment(model: RecordedModel | null): Record<string, string> {
  if (model === null) return {};
  return { OPENAI_API_KEY: "recorded", OPENAI_BASE_URL: model.baseUrl, THREATDIFF_MODEL: "recorded" };
}

async function present(posted: Posted, { recorded, output, color }: DemoOptions): Promise<string> {
  const note = recorded
    ? "As posted on an emulated GitHub. The model's part is recorded: a real model gave these answers once."
    : "As posted on an emulated GitHub, from rules alone.";
  mkdirSync(output, { recursive: true });
  const page = resolve(output, "review.html");
  writeFileSync(page, await reviewPage(posted, note));
  return `${printReview(posted, color)}\n${note}\nThe same as a page: ${page}\n`;
}
