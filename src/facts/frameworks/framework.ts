import type { ControlName } from "../../domain/fact.ts";
import type { LanguageId } from "../languages/languages.ts";
import type { AnnotationMeanings, ApplicationForms } from "./annotations.ts";
import type { ClassGuardForms, GroupForm, GuardForm, MountForm } from "./guard-forms.ts";
import type { AttributeControls, RouteForm, RouterForm } from "./route-forms.ts";

/** What of a request an attacker chooses, as paths below the request or context object. */
export interface RequestShape {
  readonly sources: readonly string[];
  /** Sources that hand over a whole body. */
  readonly bodies: readonly string[];
  /** Paths that hold who is signed in. */
  readonly session: readonly string[];
  /** True where every other field of the object, as far as it is not called, is input as well. */
  readonly fields?: true;
}

/** What a handler gets for a parameter, by the last word of its type. */
export interface ParameterTypes {
  readonly requests: RegExp;
  /** Converted before the handler runs: what is left cannot carry an attack. */
  readonly harmless: RegExp;
  /** Whole bodies. */
  readonly loose: RegExp;
  /** Given by the framework or the project itself. */
  readonly provided: RegExp;
  /** Single values that may hold any text; unset where types do not say so, otherwise all others are converted. */
  readonly textual?: RegExp;
  /** Who is signed in; unset where names tell. */
  readonly identities?: RegExp;
  /** Types that take input out of a request and hold it; where they are known, a type of who is signed in checks it. */
  readonly inputs?: RegExp;
  /** Modules whose types are records that the framework loads by what the request names. */
  readonly records?: RegExp;
}

export type ParameterRole = "request" | "response" | "input" | "body" | "session" | "other";

/** One web or tool framework, as data: how input gets in and what stands before it. */
export interface Framework {
  readonly id: string;
  readonly language: LanguageId;
  /** Packages whose import says that the file uses it. */
  readonly modules: readonly string[];
  /** True when its forms are recognised in files that import no framework. */
  readonly byConvention: boolean;
  /** Names that a handler's first parameter has there; empty when they tell nothing. */
  readonly usualParameters: readonly string[];
  readonly protocol: "http" | "agent_tool" | "webhook" | "queue" | "cron" | "websocket" | "rpc";
  readonly routers: readonly RouterForm[];
  /** Names that routers usually have, for files that get theirs from elsewhere; in lower case. */
  readonly usualNames: readonly string[];
  readonly routes: readonly RouteForm[];
  readonly guards: readonly GuardForm[];
  readonly classGuards?: ClassGuardForms;
  /** Attributes whose names promise less or more than words do; the first that fits counts. */
  readonly attributeControls?: readonly AttributeControls[];
  readonly mounts: readonly MountForm[];
  readonly groups?: readonly GroupForm[];
  /** Types of parameters that are routers which somebody else makes. */
  readonly routerTypes?: RegExp;
  /** Types of parameters that make a function a handler wherever it is registered, for they hold the request. */
  readonly requestTypes?: RegExp;
  /** Options of a route whose values are guards, such as `preHandler`. */
  readonly guardOptions: readonly string[];
  readonly request: RequestShape;
  /** Canonical names of request objects that are global. */
  readonly globalRequests: readonly string[];
  /** Canonical names of global values that an attacker chooses whole, with how they are written. */
  readonly globalInputs?: Readonly<Record<string, string>>;
  /** Paths of the files in which the global names mean this; unset when they do everywhere. */
  readonly globalsIn?: RegExp;
  /** True where the global names mean this only in files that import the framework. */
  readonly globalsImported?: true;
  /** Canonical names of global values that hold who is signed in. */
  readonly globalSessions: readonly string[];
  /** Roles of a handler's parameters by position; the rest is `others`. */
  readonly parameters: readonly ParameterRole[];
  readonly others: ParameterRole;
  /** True when input is checked against the types of the parameters before the handler runs. */
  readonly checksTypes: boolean;
  readonly types?: ParameterTypes;
  /** Roles of parameters by the name of their annotation. */
  readonly annotatedParameters?: Readonly<Record<string, ParameterRole>>;
  readonly annotations?: AnnotationMeanings;
  readonly application?: ApplicationForms;
  /** Set where handlers answer by returning: text that starts like this sends the caller elsewhere. */
  readonly answers?: { readonly redirects: RegExp | null };
  /** Classes whose methods are handlers wherever they are registered. */
  readonly conventional?: RegExp;
  /** Controls that the framework itself carries out before every handler. */
  readonly brings?: readonly ControlName[];
  /** Where guards of a route may stand that no code shows, in a sentence that says it was not in view. */
  readonly elsewhere?: string;
}

export const HTTP_METHODS: Readonly<Record<string, string | null>> = {
  get: "GET",
  post: "POST",
  put: "PUT",
  patch: "PATCH",
  delete: "DELETE",
  head: "HEAD",
  all: null,
};
