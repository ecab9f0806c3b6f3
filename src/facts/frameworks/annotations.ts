import type { ControlName } from "../../domain/fact.ts";

/** For what a framework does not have. */
export const NEVER = /(?!)/u;

/** What annotations of handlers, of their classes and of their parameters say about who may call them. */
export interface AnnotationMeanings {
  /** Stand for the guards that they are given: `@UseGuards(JwtGuard)`. */
  readonly opens: readonly string[];
  /** Are a guard themselves, which some part of the framework enforces. */
  readonly promises: Readonly<Record<string, readonly ControlName[]>>;
  /** Hold an expression that says who may call: `@PreAuthorize("hasRole('ADMIN')")`. */
  readonly rules: readonly string[];
  /** Let everyone past the guards of the class and of the application. */
  readonly waives: RegExp;
  /** Only describe, whatever their names promise. */
  readonly ignores: RegExp;
  /** Methods that make a class a guard. */
  readonly guardMethods: readonly string[];
  /** What is given to a parameter that has been converted before the handler runs. */
  readonly converts: RegExp;
}

/** Calls of one chain that say which paths ask for what; the first that covers a path decides. */
export interface PolicyForms {
  readonly paths: RegExp;
  readonly everything: RegExp;
  /** Restricts the whole chain to some paths. */
  readonly within: RegExp;
  readonly decisions: Readonly<Record<string, readonly ControlName[]>>;
  /** A call that takes the path and the decision together. */
  readonly together: RegExp;
}

/** Where a framework's applications put guards in front of many routes at once. */
export interface ApplicationForms {
  /** Canonical name of the call that starts the application, which is given what it is made of. */
  readonly starts: RegExp;
  /** Calls whose arguments guard every route. */
  readonly calls: RegExp;
  /** Tokens for which a provider guards every route: `{ provide: APP_GUARD, useClass: JwtGuard }`. */
  readonly tokens: RegExp;
  /** `consumer.apply(Guard).exclude("health").forRoutes("*")`: the first and the last call. */
  readonly applies: readonly [string, string] | null;
  /** Interfaces whose classes stand in front of every route. */
  readonly filters: RegExp;
  readonly policy: PolicyForms | null;
}
