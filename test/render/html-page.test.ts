import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../src/render/html.ts";
import { invoiceReport } from "../builders/report.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const directory = mkdtempSync(join(tmpdir(), "threatdiff-page-"));
const page = join(directory, "report.html");

describe.skipIf(!CHROMIUM)("the page of a report, in a browser", () => {
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(page, renderHtml(invoiceReport()));
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Opens the page and collects everything that it complains about or asks the network for. */
  async function open(width: number, colorScheme: "light" | "dark") {
    const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const complaints: string[] = [];
    tab.on("pageerror", (error) => complaints.push(error.message));
    tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    tab.on("request", (request) => request.url().startsWith("http") && complaints.push(request.url()));
    await tab.goto(pathToFileURL(page).href);
    return { tab, complaints };
  }

  it("shows every new threat with its id, asks the network for nothing and reports no error", async () => {
    const { tab, complaints } = await open(1_200, "light");
    const text = await tab.innerText("body");
    for (const threat of invoiceReport().threats) expect(text).toContain(threat.id);
    expect(complaints).toEqual([]);
  });

  it("fits a phone without scrolling sideways", async () => {
    const { tab } = await open(400, "light");
    const size = await tab.evaluate("[document.documentElement.scrollWidth, window.innerWidth]");
    expect(size).toEqual([expect.any(Number), 400]);
    expect(JSON.stringify(size)).toMatch(/^\[(?:[0-3]\d\d|400),400\]$/u);
  });

  it("follows a dark colour scheme", async () => {
    const colors = [];
    for (const scheme of ["light", "dark"] as const) {
      const { tab } = await open(1_200, scheme);
      colors.push(await tab.evaluate("getComputedStyle(document.body).backgroundColor"));
    }
    expect(colors[0]).not.toEqual(colors[1]);
  });
});
