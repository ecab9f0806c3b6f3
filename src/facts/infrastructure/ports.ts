type Served = "database" | "administration" | "web" | "other";

const DATABASES = new Set(
  "1433 1521 2379 2380 3306 5432 5433 5984 6379 7000 7474 7687 8086 8529 9042 9200 9300 11211 26257 27017 27018 28015 33060 50000".split(
    " ",
  ),
);
const ADMINISTRATION = new Set(
  "22 23 135 445 2375 2376 3389 4243 5900 5985 5986 6443 9001 10250 10255 15672".split(" "),
);
const WEB = new Set("80 443 3000 5000 8000 8080 8081 8443 8888".split(" "));

/** What usually answers on a port. */
export function servedOn(port: string): Served {
  if (DATABASES.has(port)) return "database";
  if (ADMINISTRATION.has(port)) return "administration";
  return WEB.has(port) ? "web" : "other";
}

/** The most delicate service in a range of ports; a range that takes in everything takes in administration. */
export function servedBetween(from: number, to: number): Served {
  const inRange = (ports: ReadonlySet<string>) => [...ports].some((port) => Number(port) >= from && Number(port) <= to);
  if (inRange(ADMINISTRATION)) return "administration";
  if (inRange(DATABASES)) return "database";
  return inRange(WEB) ? "web" : "other";
}
