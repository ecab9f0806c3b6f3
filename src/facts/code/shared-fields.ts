import type { Evaluations } from "./evaluations.ts";
import type { Value } from "./value.ts";

/** A name in one function, or a field such as `@invoice` that all methods of an object see. */
export class NamesWithFields<Item> {
  private readonly own = new Map<string, Item>();
  private readonly fields: Map<string, Item>;

  private readonly evaluations: Evaluations;

  /** The fields are those of the method that called this one, when there is one. */
  constructor(evaluations: Evaluations, from?: NamesWithFields<Item>) {
    this.evaluations = evaluations;
    this.fields = from?.fields ?? new Map<string, Item>();
  }

  get(name: string): Item | undefined {
    return this.mapOf(name).get(name);
  }

  has(name: string): boolean {
    return this.mapOf(name).has(name);
  }

  set(name: string, item: Item): void {
    this.mapOf(name).set(name, item);
    this.evaluations.forget();
  }

  /** What the names hold now. */
  copy(): ReadonlyMap<string, Item> {
    return new Map([...this.fields, ...this.own]);
  }

  /** Fields are written with a sign of their own where they need no receiver. */
  private mapOf(name: string): Map<string, Item> {
    return name.startsWith("@") ? this.fields : this.own;
  }
}

/** Behind code that may not have run, a variable may hold what it held before. */
export function keepTainted(values: NamesWithFields<Value>, before: ReadonlyMap<string, Value>): void {
  for (const [name, value] of before) {
    const now = values.get(name);
    const isCleared = now?.source === null || now?.fields !== value.fields;
    if (value.source !== null && isCleared) values.set(name, value);
  }
}
