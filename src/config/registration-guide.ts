/** What the app must be registered with. */
export interface RegistrationNeeds {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

/** How to get the three variables that the service cannot do without, for people who start it for the first time. */
export function registrationGuide(apiUrl: string, needs: RegistrationNeeds): string {
  return `Threatdiff works as a GitHub App of your own. The short way: \`threatdiff register --url https://<this server>\`. By hand:

1. Open this form, choose a name and write the address of this server as the webhook's, with the path /api/github/webhooks:
   ${registrationUrl(apiUrl, needs)}
   (For an organisation put "organizations/<name>/" before "settings" in the address.)
2. Make a webhook secret with \`openssl rand -hex 32\`, and write it there and in WEBHOOK_SECRET.
3. Save. Write the App ID in APP_ID, generate a private key, and write its file's path in PRIVATE_KEY_PATH.
4. Install the app on a repository, and start this again. \`threatdiff doctor\` shows what is still missing.

To see it work without any account: \`npm run demo\`.
`;
}

/** GitHub's registration form, filled in but for what only the person knows. */
function registrationUrl(apiUrl: string, { permissions, events }: RegistrationNeeds): string {
  const host = URL.canParse(apiUrl) && !apiUrl.includes("//api.github.com") ? apiUrl : "https://github.com";
  const form = new URL("/settings/apps/new", host);
  form.searchParams.set("public", "false");
  form.searchParams.set("webhook_active", "true");
  for (const [name, level] of Object.entries(permissions)) form.searchParams.set(name, level);
  for (const event of events) form.searchParams.append("events[]", event);
  return form.href;
}
