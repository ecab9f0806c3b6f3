import type { MemberNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import type { Evaluations } from "./evaluations.ts";
import type { Value } from "./value.ts";

/** Fields that all methods of an object see, with a sign of their own or behind a receiver. */
const OF_OBJECT = /^(?:@|(?:this|self)\.)/u;

/** A name in one function, or a field such as `@invoice` or `this.invoice` that all methods of an object see. */
export class NamesWithFields<Item> {
  private readonly own = new Map<string, Item>();
  private readonly fields: Map<string, Item>;
  private readonly evaluations: Evaluations;
  private hasPaths = false;

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

  /** What a field or an element was given: `data.name`. */
  getAt(node: MemberNode): Item | undefined {
    const path = this.hasPaths || this.fields.size > 0 ? dottedPath(node) : null;
    return path === null ? undefined : this.get(path);
  }

  /** What replaces an object replaces what its fields were given. */
  set(name: string, item: Item): void {
    if (this.hasPaths) this.forgetBelow(name);
    this.hasPaths ||= name.includes(".");
    this.mapOf(name).set(name, item);
    this.evaluations.forget();
  }

  /** The same fields for somebody who may change them alone. */
  detached(): NamesWithFields<Item> {
    const copy = new NamesWithFields<Item>(this.evaluations);
    for (const [name, item] of this.fields) copy.fields.set(name, item);
    return copy;
  }

  /** What the names hold now. */
  copy(): ReadonlyMap<string, Item> {
    return new Map([...this.fields, ...this.own]);
  }

  private forgetBelow(name: string): void {
    for (const map of [this.own, this.fields]) {
      for (const key of map.keys()) if (key.startsWith(`${name}.`)) map.delete(key);
    }
  }

  private mapOf(name: string): Map<string, Item> {
    return OF_OBJECT.test(name) ? this.fields : this.own;
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
