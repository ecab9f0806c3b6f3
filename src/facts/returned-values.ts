import type { ImportResolver } from "../domain/imports/import-resolver.ts";
import type { CodeFacts, Given, Reference, Returns } from "./code/code-facts.ts";
import { isKnown, type Value } from "./code/value.ts";
import { type Definition, definitionKey, Definitions } from "./definitions.ts";

/** More calls than this are followed for nobody. */
const MAX_FOLLOWED = 600;

/** What functions give back to those that call them from another file. */
export class ReturnedValues {
  private readonly definitions: Definitions;
  private readonly known = new Map<string, Value | null>();

  constructor(files: readonly CodeFacts[], resolver: ImportResolver) {
    this.definitions = new Definitions(new Map(files.map((file) => [file.path, file])), resolver);
  }

  /** True for a file that a function of another file in view gives a value back to of which something is known. */
  matterTo(file: CodeFacts): boolean {
    const returned = this.of(file);
    return file.links.callsOf.some((calls) => calls.some(({ target, given }) => isKnown(returned(target, given))));
  }

  /** What the functions that a file calls give back to it. */
  of(file: CodeFacts): Returns {
    return (target, given) => {
      const definition = this.definitionFor(file, target);
      return definition === null ? null : this.valueOf(definition, given);
    };
  }

  private definitionFor(file: CodeFacts, target: Reference): Definition | null {
    const definition = this.definitions.ofCall(file, target);
    const isOther = definition !== null && definition.file !== file;
    return isOther && definition.file.links.functions.has(definition.symbol) ? definition : null;
  }

  private valueOf(definition: Definition, given: readonly Given[]): Value | null {
    const key = JSON.stringify([definitionKey(definition), given.map(({ name, value }) => [name, keyOf(value)])]);
    const known = this.known.get(key);
    if (known !== undefined || this.known.size >= MAX_FOLLOWED) return known ?? null;
    const value = definition.file.links.returned(definition.symbol, given);
    this.known.set(key, value);
    return value;
  }
}

function keyOf({ part, safe, fields, ...value }: Value): unknown {
  const known = fields === null ? null : [...fields.values].map(([name, field]) => [name, field.source]);
  return [value, part === null ? null : part.text, safe === null ? null : [...safe], known];
}
