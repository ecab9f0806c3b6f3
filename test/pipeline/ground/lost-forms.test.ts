import { describe, expect, it } from "vitest";
import { broughtBy } from "./brought-by.ts";

const inFunction = (...lines: string[]) =>
  ["export async function keep(shop, name, user) {", ...lines, "  return shop.done();", "}", ""].join("\n");

const axios = (option: string) => inFunction(`  await axios.get(name, { timeout: 9${option} });`);
const sent = (option: string) => inFunction(`  shop.res.sendFile(name${option});`);
const run = (pattern: string) => inFunction(`  name = name.replace(${pattern}, "");`, "  shop.run(name);");
const list = (name: string, ...words: string[]) =>
  `const ${name} = [\n${words.map((word) => `  ${word},`).join("\n")}\n];\nexport const has = (one) => ${name}.includes(one);\n`;

const fetched = (option: string) => inFunction("  await fetch(name, {", '    method: "POST",', option, "  });");

const listed = (options: string) => `api.addRoute("notes.remove", { ${options} }, { post: removeNote });\n`;

describe("an option that keeps harm out", () => {
  it.each(['    redirect: "error",', '    redirect: "manual",'])("is missed at its call: %s", async (option) => {
    expect(await broughtBy(fetched(option), fetched(""))).toEqual(["address-check-removed:2"]);
    expect(await broughtBy(fetched(""), fetched(option))).toEqual([]);
  });

  it("is known of other libraries", async () => {
    expect(await broughtBy(axios(", maxRedirects: 0"), axios(""))).toEqual(["address-check-removed:2"]);
    expect(await broughtBy(sent(", { root: shop.files }"), sent(""))).toEqual(["path-check-removed:2"]);
  });

  it("is not missed where the call went with it, or where another value means nothing", async () => {
    expect(await broughtBy(fetched('    redirect: "error",'), inFunction("  await shop.send(name);"))).toEqual([]);
    expect(await broughtBy(fetched('    redirect: "follow",'), fetched(""))).toEqual([]);
    expect(
      await broughtBy(inFunction('  shop.place(name, { redirect: "error" });'), inFunction("  shop.place(name);")),
    ).toEqual([]);
  });
});

describe("signs that are taken out of a text", () => {
  it.each([
    ['name = name.replace(/;|&|\\||\\$/g, "");', "statement-escaping-removed"],
    ['name = name.replace(/[<>]/g, "");', "markup-cleaning-removed"],
    ['name = name.replace(/\\.\\.\\//g, "");', "path-check-removed"],
  ])("mean something again: %s", async (line, kind) => {
    const [base, head] = [inFunction(`  ${line}`, "  shop.run(name);"), inFunction("  shop.run(name);")];
    expect(await broughtBy(base, head)).toEqual([`${kind}:2`]);
    expect(await broughtBy(head, base)).toEqual([]);
  });

  it.each([
    'name = name.replace(/\\s+/g, " ");',
    'name = name.replace(/-/g, "_");',
    'name = name.replace(/a|b|c/g, "");',
    'name = name.replace(/[^a-z0-9]+/gi, "-");',
    'name = name.replace(/^https?:\\/\\//, "");',
  ])("are none where only the look of the text changes: %s", async (line) => {
    expect(await broughtBy(inFunction(`  ${line}`, "  shop.run(name);"), inFunction("  shop.run(name);"))).toEqual([]);
  });

  it("are none where the pattern takes out more than before", async () => {
    expect(await broughtBy(run("/[<>]/g"), run("/[<>&]/g"))).toEqual([]);
  });
});

describe("a list of what is kept out", () => {
  it.each([
    ["BLOCKED_CIDRS", "address-check-removed"],
    ["FORBIDDEN_PATTERNS", "statement-escaping-removed"],
    ["dangerousTags", "markup-cleaning-removed"],
  ])("lets through what is no longer in it: %s", async (name, kind) => {
    const [whole, less] = [list(name, '"one"', '"two"', '"three"', '"four"'), list(name, '"one"', '"two"', '"four"')];
    expect(await broughtBy(whole, less)).toEqual([`${kind}:1`]);
    expect(await broughtBy(less, whole)).toEqual([]);
  });

  it.each([
    ["it is ordered anew", "BLOCKED_HOSTS", ['"two"', '"one"', '"four"', '"three"']],
    ["a word stands for another", "BLOCKED_HOSTS", ['"one"', '"two"', '"more"', '"four"']],
    ["it is called otherwise", "SHOWN_HOSTS", ['"one"', '"two"', '"four"']],
  ])("lets nothing through where %s", async (_, name, words) => {
    expect(await broughtBy(list(name, '"one"', '"two"', '"three"', '"four"'), list(name, ...words))).toEqual([]);
  });
});

describe("an option that says who may call", () => {
  it("is missed where the route stands without it", async () => {
    const base = listed('authRequired: true, permissionsRequired: ["remove-note"]');
    expect(await broughtBy(base, listed("authRequired: true"))).toEqual(["permission-check-removed:1"]);
    expect(await broughtBy(listed("authRequired: true"), base)).toEqual([]);
  });

  it("is not missed with its route, nor where it said nothing", async () => {
    const base = listed("authRequired: true");
    expect(await broughtBy(base, base.replace("remove", "archive").replace("authRequired: true", ""))).toEqual([]);
    expect(await broughtBy(listed("authRequired: false"), listed(""))).toEqual([]);
  });
});
