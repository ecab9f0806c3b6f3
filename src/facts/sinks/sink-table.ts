import type { SafeguardFamily } from "../../domain/fact.ts";

/** One dangerous place for values, by the canonical name of the function that takes them. */
export interface SinkRule {
  readonly sink:
    | "sql"
    | "command"
    | "file"
    | "outbound_http"
    | "template"
    | "html"
    | "deserialization"
    | "redirect"
    | "eval"
    | "member"
    | "model_prompt"
    | "archive"
    | "xml"
    | "regex"
    | "ldap"
    | "xpath"
    | "temporary_file"
    | "include"
    | "mass_assignment"
    | "token";
  readonly callee: RegExp;
  /** Position of the argument that matters; `all` for any argument, `receiver` for the object of the method. */
  readonly argument: number | "all" | "receiver";
  /** Keyword that may hold the argument instead. */
  readonly keyword?: string;
  readonly operation?: "read" | "write" | "delete" | "list" | "send";
  /** Whether a shell interprets the argument: always, never, or when an option says so. */
  readonly shell?: boolean | "option";
  /** What a program is given word by word: all after the first, or all where the callee names the program. */
  readonly words?: "after_program" | "all";
  readonly format?: string;
  /** Report only when an attacker-controlled or model-written value reaches it. */
  readonly onlyTainted?: boolean;
  /** Report only a text that came about in this way. */
  readonly onlyBuilt?: "concatenated";
  /** The argument that a function must not build from its own parameters; unset when that alone says nothing. */
  readonly own?: number | "receiver";
  /** A call with this canonical name inside the arguments, or this keyword, makes it safe. */
  readonly safeWith?: RegExp;
  /** A setting that makes it safe wherever it stands in the file. */
  readonly safeInFile?: RegExp;
  /** The call counts only in files that say such a thing. */
  readonly onlyInFile?: RegExp;
  /** The call counts only with such a name or text among its arguments, as in `curl_setopt($ch, CURLOPT_URL, $url)`. */
  readonly onlyWith?: RegExp;
  /** The call counts only when the name of what a caller chose fits, such as `url`. */
  readonly onlyFrom?: RegExp;
  /** The call counts only when a call before it in its chain was given such a text, as in `Command::new("sh").arg(x)`. */
  readonly startedWith?: RegExp;
}

/** A field or property that does with what it is given what the call behind it does. */
export interface PropertyRule extends Pick<SinkRule, "sink" | "operation" | "onlyBuilt" | "shell"> {
  /** The property, behind the type or the name of what has it. */
  readonly property: RegExp;
  /** True where a function must not build it from its own parameters. */
  readonly own?: true;
}

/** A call that switches a protection off. */
export interface DisablingRule {
  readonly callee: RegExp;
  /** A name or method among the arguments that it takes for the call to do so. */
  readonly given?: RegExp;
  readonly control: "csrf" | "tls" | "cors";
  readonly reason: string;
  /** What makes it harmless wherever it stands in the file. */
  readonly unlessInFile?: RegExp;
}

/** A place outside the system that data is sent to. */
export interface ServiceRule {
  readonly service: "http" | "model" | "mail" | "payment" | "storage" | "messaging";
  readonly callee: RegExp;
}

/** A call that checks something by itself, whatever it is given. */
export interface ControlRule {
  readonly controls: readonly string[];
  readonly callee: RegExp;
}

/** A call of a library that keeps something harmful out whatever its name says. */
export interface SafeguardRule {
  readonly family: SafeguardFamily;
  readonly callee: RegExp;
  /** It counts only when the first value that it is given fits. */
  readonly given?: RegExp;
  /** It counts only when it is given a text that begins with a slash, as in `path.Clean("/" + name)`. */
  readonly rooted?: true;
}

/** What a language's functions do with the values they are given. */
export interface CallTable {
  readonly safeguards?: readonly SafeguardRule[];
  readonly sinks: readonly SinkRule[];
  /** Properties that are given what a call uses later, such as `command.CommandText`. */
  readonly properties?: readonly PropertyRule[];
  readonly services: readonly ServiceRule[];
  readonly controls?: readonly ControlRule[];
  /** Calls whose result is harmless whatever goes in. */
  readonly conversions: RegExp;
  /** Calls that encode or strip what is dangerous. */
  readonly encoders: RegExp;
  /** Calls that throw or report when a value does not have the expected form. */
  readonly validators: RegExp;
  /** Calls whose result carries what goes in. */
  readonly passThrough: RegExp;
  /** Names among the arguments that make any call a conversion, such as `FILTER_VALIDATE_INT`. */
  readonly convertsWith?: RegExp;
  /** Methods that hand over a whole body, with whatever keys it has. */
  readonly wholeWith?: RegExp;
  /** Calls whose result is input of the request. */
  readonly inputs?: RegExp;
  /** Calls whose result are the entries of an archive, which say themselves where they want to be unpacked. */
  readonly entries?: RegExp;
  /** Methods that add what they are given to the list or the text that they are called on. */
  readonly collects?: RegExp;
  /** Calls that write what they read into the variable that they are given last. */
  readonly fills?: RegExp;
  /** Calls, as they are written or by their canonical name, whose result the session holds. */
  readonly sessions?: RegExp;
  readonly disables?: readonly DisablingRule[];
  readonly modelCalls: RegExp;
  /** Calls that write a log line. */
  readonly loggers: RegExp;
}

/** What makes something of an address fetches it: `Feed::fromUrl($url)`, `addMediaFromUrl`, `image_from_url`. */
export const FROM_ADDRESS: SinkRule = {
  sink: "outbound_http",
  callee:
    /(?:^|[.:/])(?<!(?:redis|Redis|asyncio|Uri|Url|URL|Dsn|Parser|Config)[.:]+)(?:(?:(?:(?:add|load|import|fetch|download|store|upload|create|save)\w*|\w*(?:image|media|file|feed|pdf|avatar|audio|video))(?<!(?:id|token|slug|domain|host|name|key|path)_?)_?)?from_?ur[li]|(?:fetch|download)_?ur[li])$/iu,
  argument: 0,
  operation: "send",
  onlyTainted: true,
};
