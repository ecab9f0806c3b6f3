import { z } from "zod";
import { CodeHostError } from "../../domain/errors.ts";

const registrationSchema = z.object({
  id: z.int().positive(),
  html_url: z.url(),
  pem: z.string().min(1),
  webhook_secret: z.string().min(16),
});

/** An App that GitHub has just made, with the secrets that it tells only once. */
export interface Registration {
  readonly appId: number;
  /** The App's public page, where it can be installed. */
  readonly url: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
}

/** Trades the code that GitHub's manifest flow hands over for the App's credentials. A code works once, within an hour. */
export async function exchangeManifestCode(code: string, apiUrl: string): Promise<Registration> {
  const operation = "exchange the manifest code";
  const answer = await fetch(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: "POST",
    headers: { accept: "application/vnd.github+json" },
  });
  const parsed = registrationSchema.safeParse(await answer.json().catch(() => null));
  if (!answer.ok || !parsed.success) {
    throw new CodeHostError(operation, `GitHub did not accept the code (status ${answer.status}); register again.`, {
      status: answer.status,
    });
  }
  const { id, html_url, pem, webhook_secret } = parsed.data;
  return { appId: id, url: html_url, privateKey: pem, webhookSecret: webhook_secret };
}
