import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const manifestSchema = z.looseObject({
  name: z.string(),
  url: z.string(),
  hook_attributes: z.looseObject({ url: z.string() }),
});

/** What GitHub's manifest flow is given: app.yml, with this server's addresses. */
export type AppManifest = z.infer<typeof manifestSchema>;

/** Reads app.yml and puts in where the service is reached and where GitHub sends the person back to. */
export function buildManifest(serviceUrl: string, redirectUrl: string): AppManifest {
  const manifest = manifestSchema.parse(parse(readFileSync(new URL("../../app.yml", import.meta.url), "utf8")));
  return {
    ...manifest,
    url: serviceUrl,
    redirect_url: redirectUrl,
    hook_attributes: { ...manifest.hook_attributes, url: new URL("/api/github/webhooks", serviceUrl).href },
  };
}
