import type { Fact, Scope } from "../domain/fact.ts";
import type { Application, ApplicationRule, CodeFacts } from "./code/code-facts.ts";
import { FRAMEWORKS } from "./frameworks/frameworks.ts";

/** What the applications in view put in front of the routes that their rules cover. */
export class ApplicationGuards {
  private readonly applications: readonly Application[];
  private readonly classes: ReadonlySet<string>;

  constructor(files: readonly CodeFacts[]) {
    this.applications = files.flatMap(({ links }) => links.applications);
    this.classes = new Set(files.flatMap(({ links }) => [...links.hierarchy.keys()]));
  }

  /** A route with the guards of its application; what they are stays open where the application is out of view. */
  link(scope: Scope, isWaived: boolean): Scope {
    const { framework } = scope.entryPoint?.attributes ?? {};
    const own = this.applications.filter((one) => one.framework === framework);
    if (scope.entryPoint === null || own.length === 0) return scope;
    const { rules, isUnsure } = coveringRules(own, scope.entryPoint);
    const controls = rules.flatMap((rule) => rule.controls).map((fact) => ({ ...fact, side: scope.side }));
    const standing = isWaived ? controls.filter((fact) => !/^auth[nz]$/u.test(fact.name)) : controls;
    const isSeen = !isUnsure && (standing.some(signsIn) || this.isWhole(own));
    const isOnlyUnseen = scope.blindSpot === elsewhereOf(String(framework));
    const blindSpot = isOnlyUnseen && isSeen ? null : scope.blindSpot;
    return { ...scope, facts: [...scope.facts, ...standing], blindSpot };
  }

  /** True when everything that an application is made of and that may guard it is in view. */
  private isWhole(applications: readonly Application[]): boolean {
    const isStarted = applications.some(({ starts }) => starts);
    return isStarted && applications.every(({ needs }) => needs.every((name) => this.classes.has(name)));
  }
}

function signsIn({ name, attributes }: Fact): boolean {
  return name === "authn" && attributes["effective"] === true;
}

function elsewhereOf(id: string): string | null {
  return FRAMEWORKS.find((framework) => framework.id === id)?.elsewhere ?? null;
}

interface Covering {
  readonly rules: readonly ApplicationRule[];
  /** True when a rule whose paths code cannot tell stands before the one that decides. */
  readonly isUnsure: boolean;
}

function coveringRules(applications: readonly Application[], { attributes }: Fact): Covering {
  const [route, method] = [String(attributes["route"]), String(attributes["method"] ?? "ANY")];
  const all = applications.flatMap(({ rules }) => rules);
  const always = all.filter((rule) => !rule.decides && covers(rule, route, method));
  const deciding = all.filter((rule) => rule.decides && isWithin(rule, route));
  const position = deciding.findIndex((rule) => covers(rule, route, method));
  const before = deciding.slice(0, position === -1 ? deciding.length : position);
  const isUnsure = before.some((rule) => rule.paths?.length === 0);
  const chosen = deciding[position];
  return { rules: chosen ? [...always, chosen] : always, isUnsure };
}

function isWithin({ within = [] }: ApplicationRule, route: string): boolean {
  return within.length === 0 || within.some((pattern) => fits(pattern, route));
}

function covers(rule: ApplicationRule, route: string, method: string): boolean {
  if (rule.method !== null && rule.method !== method) return false;
  if (rule.except.some((pattern) => fits(pattern, route))) return false;
  return rule.paths === null || rule.paths.some((pattern) => fits(pattern, route));
}

/** Longer patterns are nobody's paths. */
const MAX_PATTERN = 200;

/** Nor are those with more open parts. */
const MAX_OPEN = 5;

/** True when a path pattern such as `/admin/**`, `/users/*` or `/users/{id}` stands for a route. */
function fits(pattern: string, route: string): boolean {
  if (pattern.length > MAX_PATTERN || pattern.split("**").length > MAX_OPEN) return false;
  return partsFit(partsOf(pattern), partsOf(route));
}

function partsOf(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function partsFit(pattern: readonly string[], route: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return route.length === 0;
  if (/^(?:\*\*|\(\.\*\)|\*\w+|\{\*\w+\})$/u.test(first)) {
    return rest.length === 0 || route.some((_, index) => partsFit(rest, route.slice(index)));
  }
  const [part, ...others] = route;
  return part !== undefined && partFits(first, part) && partsFit(rest, others);
}

function partFits(pattern: string, part: string): boolean {
  if (pattern === "*" || /^(?:\{.*\}|:\w+)$/u.test(pattern)) return true;
  if (!pattern.includes("*")) return pattern === part;
  const start = pattern.slice(0, pattern.indexOf("*"));
  return part.startsWith(start) && part.endsWith(pattern.slice(pattern.lastIndexOf("*") + 1));
}
