import type { RequestShape } from "../frameworks/framework.ts";
import type { Screening } from "./screening.ts";

/** A request or context object, or a part of it that is not yet input itself. */
export interface RequestPart {
  readonly shape: RequestShape;
  /** Path below the request object; empty for the object itself. */
  readonly path: string;
  /** The expression as written, such as `req.query`. */
  readonly text: string;
}

/** What is known of the fields of a value. */
export interface Fields {
  readonly values: ReadonlyMap<string, Value>;
  /** True where the other fields hold nothing that matters. */
  readonly isWhole: boolean;
}

/** What is known of where a value comes from. */
export interface Value {
  /** The attacker-controlled expression that it comes from, or `null`. */
  readonly source: string | null;
  /** True when the source is only a parameter of a function that other files may call, and nobody in view did. */
  readonly own: boolean;
  /** True when it derives from a request, also after it was made harmless. */
  readonly request: boolean;
  /** The one part of a request that it derives from, also after it was made harmless; `null` when it is none or several. */
  readonly origin: string | null;
  /** True for a text that code put together around it: `"run " + name`. */
  readonly joined: boolean;
  /** True for a whole request body, whose keys the attacker chooses too. */
  readonly whole: boolean;
  /** True when it says who is signed in. */
  readonly session: boolean;
  /** True when a language model wrote it. */
  readonly model: boolean;
  /** True for an entry of an archive, whose name may lead anywhere. */
  readonly packed: boolean;
  /** True for a caught error. */
  readonly error: boolean;
  readonly part: RequestPart | null;
  /** What incomplete guard has looked at it, or `null`. */
  readonly guardedBy: Screening | null;
  /** Fields that a schema has made harmless, such as numbers; `null` when no schema has checked the value. */
  readonly safe: ReadonlySet<string> | null;
  /** What its fields were given one by one; `null` when they are known by the value alone. */
  readonly fields: Fields | null;
}

export const UNKNOWN: Value = {
  source: null,
  own: false,
  request: false,
  origin: null,
  joined: false,
  whole: false,
  session: false,
  model: false,
  packed: false,
  error: false,
  part: null,
  guardedBy: null,
  safe: null,
  fields: null,
};

export const SESSION: Value = { ...UNKNOWN, session: true };
export const ERROR: Value = { ...UNKNOWN, error: true };
export const MODEL_OUTPUT: Value = { ...UNKNOWN, model: true };

/** A value that an attacker chooses. */
export function inputFrom(source: string, whole = false): Value {
  return { ...UNKNOWN, source, request: true, origin: source, whole };
}

export function requestObject(shape: RequestShape, text: string): Value {
  return { ...UNKNOWN, part: { shape, path: "", text } };
}

/** What a function is given by callers that nobody has seen. */
export function ownParameter(name: string): Value {
  return { ...UNKNOWN, source: name, own: true };
}

/** The value as far as a request is concerned, whatever callers that nobody has seen may pass. */
export function withoutOwn(value: Value): Value {
  return value.own ? { ...value, source: null, own: false } : value;
}

/** The value without what made it dangerous; where it came from stays known. */
export function harmless(value: Value): Value {
  return { ...value, source: null, own: false, whole: false, packed: false, part: null, fields: null };
}

/** True for what comes from a request or says who sent it. */
export function saysWho({ source, request, session, part }: Value): boolean {
  return source !== null || request || session || part !== null;
}

/** True for what comes from a request or an archive. */
export function isFromOutside(value: Value): boolean {
  return saysWho(value) || value.packed;
}

/** True for a value of which more is known than that it is one. */
export function isKnown(value: Value | null): value is Value {
  return value !== null && (isFromOutside(value) || value.model || value.error || value.fields !== null);
}

/** What several values make together: tainted when one is. */
export function union(values: readonly Value[]): Value {
  const sources = values.filter((value) => value.source !== null);
  const tainted = sources.find((value) => !value.own) ?? sources[0];
  const [only] = values;
  if (only && values.length === 1) return only;
  return {
    source: tainted?.source ?? null,
    own: tainted?.own ?? false,
    request: values.some((value) => value.request),
    origin: onlyOrigin(values),
    joined: sources.some((value) => value.joined),
    whole: false,
    session: values.some((value) => value.session),
    model: values.some((value) => value.model),
    packed: values.some((value) => value.packed),
    error: values.some((value) => value.error),
    part: null,
    guardedBy: tainted?.guardedBy ?? null,
    safe: null,
    fields: null,
  };
}

function onlyOrigin(values: readonly Value[]): string | null {
  const [first = null, ...others] = new Set(values.flatMap(({ origin }) => origin ?? []));
  return others.length === 0 ? first : null;
}

/** A value that a schema has checked: its form is known, and some of its fields can carry no attack. */
export function checked(value: Value, safe: ReadonlySet<string>): Value {
  return { ...value, whole: false, safe };
}

const ERROR_DETAILS = new Set(["stack", "message", "args", "cause"]);

/** The value of `value.property`. */
export function memberOf(value: Value, property: string): Value {
  const field = value.fields?.values.get(property);
  if (field) return field;
  return value.fields?.isWhole === true ? UNKNOWN : partOf(value, property);
}

function partOf(value: Value, property: string): Value {
  if (value.part) return requestMember(value.part, property);
  if (value.error) return ERROR_DETAILS.has(property) ? value : UNKNOWN;
  if (value.safe !== null && /^(?:data|value)$/u.test(property)) return value;
  if (value.safe?.has(property)) return { ...harmless(value), origin: `${value.origin ?? ""}.${property}`, safe: null };
  const below = (text: string | null) => (text === null ? null : `${text}.${property}`);
  return { ...value, source: below(value.source), origin: below(value.origin), whole: false, safe: null, fields: null };
}

/** A value of which one field is given another value. */
export function withField(value: Value, property: string, given: Value): Value {
  const values = new Map([...(value.fields?.values ?? []), [property, given] as const]);
  const isWhole = value.fields?.isWhole ?? !saysWho(value);
  return { ...union([value, given]), whole: value.whole, fields: { values, isWhole } };
}

/** A value that is put together from its fields. */
export function recordOf(fields: readonly (readonly [string, Value])[]): Value {
  const values = new Map(fields);
  return { ...union([UNKNOWN, ...values.values()]), fields: { values, isWhole: true } };
}

/** Bags of values that a request object has besides what callers name. */
const FIELDS_OF_OBJECTS = /^(?:attributes|request|query|server|files|cookies|headers|session|user)$/u;

function requestMember(part: RequestPart, property: string): Value {
  const path = part.path === "" ? property : `${part.path}.${property}`;
  const text = `${part.text}.${property}`;
  const { sources, bodies, session } = part.shape;
  if (session.includes(path)) return SESSION;
  if (sources.includes(path)) return inputFrom(text, bodies.includes(path));
  if (part.shape.fields && part.path === "" && !FIELDS_OF_OBJECTS.test(property)) return inputFrom(text);
  const leadsOn = [...sources, ...session].some((known) => known.startsWith(`${path}.`));
  return leadsOn ? { ...UNKNOWN, part: { shape: part.shape, path, text } } : UNKNOWN;
}

/** The own parameter that a text comes from; the key of a record that a function is given was made by its store. */
export function ownText({ own, source }: Value): string | null {
  return own && source !== null && !/\.(?:id|pk|ID|Id)$/u.test(source) ? source : null;
}
