import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { APP_NEEDS } from "./adapters/github/needs.ts";
import { listProblems } from "./config/doctor.ts";
import { type Environment, checkEnvironment } from "./config/environment.ts";
import { registrationGuide } from "./config/registration-guide.ts";
import { ENGINE_VERSION } from "./config/version.ts";
import { ThreatModelError } from "./domain/errors.ts";
import { createLog } from "./log.ts";
import type { Services } from "./services.ts";

const EXIT_CONFIGURATION = 2;
/** Beyond the time that running reviews get, for what is closed after them. */
const STOP_MARGIN_MS = 15_000;

const environment = readEnvironment();
if (environment === null) process.exitCode = EXIT_CONFIGURATION;
else await serve(environment);

/** The environment, or `null` after saying what is wrong with it. */
function readEnvironment(): Environment | null {
  const checked = checkEnvironment(process.env, (path) => readFileSync(path, "utf8"));
  if (checked.environment !== null) return checked.environment;
  const unregistered = ["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET"].every((name) => !process.env[name]);
  const sentences = listProblems(checked.problems).map((sentence) => `- ${sentence}\n`);
  const guide = registrationGuide(process.env["GITHUB_API_URL"] ?? "", APP_NEEDS);
  process.stderr.write(`The service cannot start:\n${sentences.join("")}${unregistered ? `\n${guide}` : ""}`);
  return null;
}

async function serve(settings: Environment): Promise<void> {
  const log = createLog(settings.logLevel);
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ error }, "An error was not expected; the service ends");
      process.exit(1);
    });
  }
  try {
    // Loaded late, so that a wrong environment is reported in no time.
    const { openServices } = await import("./services.ts");
    const services = await openServices(settings, log);
    stopOnSignals(services, settings, log);
    await services.work();
    await listen(services.server, settings.host, settings.port);
    if (services.metricsServer && settings.metricsPort !== null) {
      await listen(services.metricsServer, settings.host, settings.metricsPort);
    }
    log.info({ address: settings.host, port: settings.port, version: ENGINE_VERSION }, "The service is ready");
    // Not waited for before: GitHub being away for a while is no reason not to take what it delivers.
    for (const problem of await services.selfCheck()) log.error({ problem }, "The app's registration has a problem");
  } catch (error) {
    log.fatal({ error }, "The service could not start");
    if (error instanceof ThreatModelError) process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      reject(
        new ThreatModelError("usage", `${host}:${port} cannot be listened on; is it in use? Set HOST or PORT`, {
          cause,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
}

/** The first signal stops in order, the second at once. */
function stopOnSignals(services: Services, settings: Environment, log: ReturnType<typeof createLog>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({}, "The service stops: it takes no more work and finishes what it has");
    setTimeout(() => process.exit(1), settings.stopSeconds * 1_000 + STOP_MARGIN_MS).unref();
    services.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, "The service did not stop in order");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
}
