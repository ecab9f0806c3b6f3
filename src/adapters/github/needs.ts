/** What the App must be allowed and told; `app.yml` asks for exactly this. */
export interface AppNeeds {
  readonly permissions: Readonly<Record<string, "read" | "write">>;
  readonly events: readonly string[];
}

export const APP_NEEDS: AppNeeds = {
  permissions: {
    metadata: "read",
    contents: "read",
    pull_requests: "write",
    issues: "write",
    checks: "write",
    merge_queues: "read",
  },
  events: ["pull_request", "issue_comment", "pull_request_review_comment", "check_run", "check_suite", "merge_group"],
};

/** Compares what GitHub says of the App with what it needs; one sentence per gap. */
export function missingNeeds(needs: AppNeeds, granted: { permissions: unknown; events: unknown }): string[] {
  const permissions = new Map(Object.entries(granted.permissions ?? {}));
  const events = new Set(Array.isArray(granted.events) ? granted.events : []);
  const lacking = Object.entries(needs.permissions).filter(([name, level]) => !reaches(permissions.get(name), level));
  const silent = needs.events.filter((event) => !events.has(event));
  return [
    ...lacking.map(
      ([name, level]) => `The App lacks the permission \`${name}: ${level}\`; grant it in the App's settings.`,
    ),
    ...silent.map((event) => `The App is not subscribed to \`${event}\` events; tick it in the App's settings.`),
  ];
}

function reaches(granted: unknown, needed: "read" | "write"): boolean {
  return granted === "write" || granted === "admin" || granted === needed;
}
