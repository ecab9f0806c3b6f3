import { z } from "zod";
import type { Client } from "./client.ts";
import { attempt } from "./errors.ts";

/** Ten thousand deliveries: what a large owner causes in some hours. */
const MOST_PAGES = 100;
/** A delivery that was refused this often is not sent again. */
const MOST_ATTEMPTS = 10;
const MOST_REDELIVERIES = 100;

/** The client library reads long numbers as `bigint`. */
const deliverySchema = z.object({
  id: z.union([z.number(), z.bigint()]).transform(String),
  guid: z.string(),
  delivered_at: z.string(),
  status_code: z.number(),
});
type SentDelivery = z.infer<typeof deliverySchema>;

/** Asks GitHub to deliver again what the App did not take since then; resolves to how many that were. */
export async function redeliverMissed(app: Client, since: Date): Promise<number> {
  const missed = missedOf(await listDeliveries(app, since)).slice(0, MOST_REDELIVERIES);
  for (const { id } of missed) {
    await attempt("ask for a delivery again", async () => app.request(`POST /app/hook/deliveries/${id}/attempts`));
  }
  return missed.length;
}

/** The newest attempt of each delivery that never arrived. */
function missedOf(deliveries: readonly SentDelivery[]): SentDelivery[] {
  return [...Map.groupBy(deliveries, ({ guid }) => guid).values()].flatMap((attempts) => {
    const arrived = attempts.some(({ status_code: status }) => status >= 200 && status < 300);
    const [newest] = attempts;
    return arrived || newest === undefined || attempts.length >= MOST_ATTEMPTS ? [] : [newest];
  });
}

/** Newest first. */
async function listDeliveries(app: Client, since: Date): Promise<SentDelivery[]> {
  return attempt("list the deliveries", async () => {
    const listed: SentDelivery[] = [];
    let pages = 0;
    for await (const { data } of app.paginate.iterator("GET /app/hook/deliveries", { per_page: 100 })) {
      const page = z.array(deliverySchema).parse(data);
      listed.push(...page.filter((one) => Date.parse(one.delivered_at) >= since.getTime()));
      pages += 1;
      if (pages >= MOST_PAGES || page.some((one) => Date.parse(one.delivered_at) < since.getTime())) break;
    }
    return listed;
  });
}
