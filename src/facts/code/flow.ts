import type {
  AssignNode,
  CallNode,
  FunctionNode,
  IfNode,
  MemberNode,
  NameNode,
  SyntaxNode,
} from "../syntax/syntax-node.ts";
import { childrenOf, dottedPath } from "../syntax/walk.ts";
import { AllowedPaths } from "./allowed-paths.ts";
import { callbackValues } from "./callback-values.ts";
import { canonicalName, type Names } from "./canonical-name.ts";
import { localTypes } from "./declared-types.ts";
import { Evaluations } from "./evaluations.ts";
import { handedCall } from "./handed-calls.ts";
import { allowedBehind, allowedInside, replacedBy } from "./guards.ts";
import type { CallPath, FlowContext, Visit } from "./flow-context.ts";
import { filledBy } from "./filled-variables.ts";
import { runCalled } from "./followed-calls.ts";
import { requestsGiven } from "./given-requests.ts";
import { returnedElsewhere } from "./returned-elsewhere.ts";
import { lookedUp, lookUpOf } from "./looked-up.ts";
import { extended, keepAssigned, keepCollected } from "./kept-values.ts";
import { noteScreening } from "./screening.ts";
import { keepTainted, NamesWithFields } from "./shared-fields.ts";
import { ERROR, harmless, memberOf, saysWho, type Value, withoutOwn, ownText } from "./value.ts";
import { valueOf } from "./value-of.ts";

/** Follows values through one function, statement by statement, and into the functions of the same file that it calls. */
export class Flow implements Names {
  readonly context: FlowContext;
  readonly symbol: string | null;
  readonly imports: Names["imports"];
  readonly constants: Names["constants"];
  /** Framework whose handler this is, or `null`; answers look different per framework. */
  readonly handlerOf: string | null;
  /** Symbols of the functions that were followed into, this one included. */
  readonly reached: Set<string>;
  readonly values: NamesWithFields<Value>;
  readonly definitions: NamesWithFields<SyntaxNode>;
  /** What was found out since a value last changed, shared with the functions that are followed into. */
  readonly evaluations: Evaluations;
  private readonly results = new Map<SyntaxNode, Value>();
  private readonly returned: Value[] = [];
  private readonly allowed: AllowedPaths;
  readonly callers: readonly string[];
  /** Declared types of the variables. */
  types: ReadonlyMap<string, string> = new Map();
  /** True in the methods of an object that the code in view need not call. */
  readonly isOfObject: boolean;
  private closures = 0;
  private namedResults: SyntaxNode | null = null;

  constructor(
    context: FlowContext,
    symbol: string | null,
    from: CallPath = { handlerOf: null, callers: [], reached: new Set() },
  ) {
    this.context = context;
    this.symbol = symbol;
    this.imports = context.module.imports;
    this.evaluations = from.evaluations ?? new Evaluations();
    this.values = new NamesWithFields(this.evaluations, from.values);
    this.definitions = new NamesWithFields(this.evaluations, from.definitions);
    this.allowed = new AllowedPaths(this);
    this.constants = { get: (name) => this.definitions.get(name) ?? context.module.constants.get(name) };
    this.callers = symbol === null ? from.callers : [...from.callers, symbol];
    this.reached = from.reached;
    this.handlerOf = from.handlerOf;
    this.isOfObject = from.isOfObject ?? false;
    if (symbol !== null) this.reached.add(symbol);
  }

  canonical(node: SyntaxNode): string | null {
    return canonicalName(node, this);
  }

  /** What a call is shown as: its library name, or as written when it comes from the project's own files. */
  calleeOf(node: CallNode): string {
    const canonical = this.canonical(node.callee) ?? "";
    return /^[./@~]/u.test(canonical) ? (dottedPath(node.callee) ?? canonical) : canonical;
  }

  /** What a request or a session has to do with a value. */
  valueOf(node: SyntaxNode): Value {
    return withoutOwn(valueOf(node, this));
  }

  /** The parameter of this function that a value comes from when nobody in view calls it, or `null`. */
  ownParameterIn(node: SyntaxNode): string | null {
    return ownText(valueOf(node, this));
  }

  /** True for what an archive says of itself. */
  isPacked(node: SyntaxNode): boolean {
    return valueOf(node, this).packed;
  }

  /** The value that a variable holds now, or `null` when nothing is known of it. */
  variable(name: string): Value | null {
    return (
      this.values.get(name) ??
      this.context.globals.get(
        canonicalName({ type: "name", name, startLine: 1, endLine: 1, offset: 0 }, this) ?? name,
      ) ??
      null
    );
  }

  /** True when the function itself has given the name a value. */
  isLocal(name: string): boolean {
    return this.values.has(name);
  }

  /** What a variable was last given; anything else is itself. */
  definitionOf(node: SyntaxNode): SyntaxNode {
    const definition = node.type === "name" ? this.constants.get(node.name) : undefined;
    return definition ?? node;
  }

  /** The value that a followed call gave back, or `null` when it was not followed. */
  resultOf(call: SyntaxNode): Value | null {
    return this.results.get(call) ?? null;
  }

  /** Gives a parameter, variable or pattern its value. */
  bind(target: SyntaxNode, value: Value): void {
    if (target.type === "name") this.values.set(target.name, value);
    else if (target.type === "assign") this.bind(target.target, value);
    else if (target.type === "entry")
      this.bind(target.value, target.key === null ? value : memberOf(value, target.key));
    else if (target.type === "object") for (const entry of target.entries) this.bind(entry, value);
    else if (target.type === "list") for (const item of target.items) this.bind(item, value);
  }

  /** The class that the code belongs to, or `null`. */
  get className(): string | null {
    return this.symbol?.includes(".") ? this.symbol.slice(0, this.symbol.indexOf(".")) : null;
  }

  /** Runs a function's body; parameters must be bound before. Returns what it gives back. */
  runFunction(node: FunctionNode, visit: Visit): Value {
    this.types = new Map([...this.receiverType(node), ...localTypes(node)]);
    this.namedResults = node.results ?? null;
    this.evaluations.forget();
    this.run(node.body, visit);
    const [first] = this.returned;
    if (first === undefined) return valueOf(node.body, this);
    return this.returned.find((value) => value.source !== null) ?? this.returned.find(saysWho) ?? first;
  }

  /** The name that a method gives its object, with the class. */
  private receiverType({ receiver }: FunctionNode): [string, string][] {
    return receiver !== undefined && this.className !== null ? [[receiver, this.className]] : [];
  }

  run(node: SyntaxNode, visit: Visit): void {
    if (node.type === "function" && this.context.handlers.has(node)) return;
    this.runInner(node, visit);
    if (node.type === "call") {
      this.followCall(node, visit);
      this.fill(node);
      keepCollected(node, this);
    }
    if (node.type === "name" || node.type === "member") this.followName(node, visit);
    if (node.type === "exit" && node.how === "return") this.noteReturned(node.value);
    visit(node, this);
    noteScreening(node, this);
  }

  private runInner(node: SyntaxNode, visit: Visit): void {
    if (node.type === "if") this.runIf(node, visit);
    else if (node.type === "branch") this.runBranch(node.children, node.caught, visit);
    else if (node.type === "function") this.runClosure(node, visit);
    else if (node.type === "assign") this.runAssign(node, visit);
    else {
      if (node.type === "call") this.bindCallbacks(node);
      for (const child of childrenOf(node)) this.runPart(child, node, visit);
    }
  }

  /** The name of what is called is no call of its own. */
  private runPart(part: SyntaxNode, whole: SyntaxNode, visit: Visit): void {
    const isName = part.type === "name" || part.type === "member";
    if (whole.type !== "call" || part !== whole.callee || !isName) return this.run(part, visit);
    for (const child of childrenOf(part)) this.run(child, visit);
    visit(part, this);
  }

  private noteReturned(value: SyntaxNode | null): void {
    const given = value ?? this.namedResults;
    if (given !== null && this.closures === 0) this.returned.push(valueOf(given, this));
  }

  private runIf(node: IfNode, visit: Visit): void {
    this.run(node.condition, visit);
    const condition = lookedUp(node.condition, this.definitions);
    const inside = allowedInside(condition);
    const before = this.values.copy();
    for (const path of inside) this.allow(path);
    this.runBranch([node.consequence], null, visit);
    for (const path of inside) this.disallow(path, before);
    if (node.alternative) this.runBranch([node.alternative], null, visit);
    for (const path of [...allowedBehind({ ...node, condition }), ...replacedBy(node)]) this.allow(path);
  }

  /** True when the path was compared with an allow-list before this point. */
  isAllowed(node: SyntaxNode): boolean {
    const path = dottedPath(node);
    return path !== null && this.allowed.has(path);
  }

  private allow(path: string): void {
    this.allowed.allow(path);
    this.evaluations.forget();
  }

  private disallow(path: string, before: ReadonlyMap<string, Value>): void {
    this.allowed.disallow(path, before);
    this.evaluations.forget();
  }

  private runBranch(children: readonly SyntaxNode[], caught: string | null, visit: Visit): void {
    const before = this.values.copy();
    if (caught !== null) this.values.set(caught, ERROR);
    for (const child of children) this.run(child, visit);
    keepTainted(this.values, before);
  }

  private runClosure(node: FunctionNode, visit: Visit): void {
    this.closures += 1;
    const before = this.values.copy();
    for (const { pattern, value } of requestsGiven(node, this)) this.bind(pattern, value);
    this.run(node.body, visit);
    keepTainted(this.values, before);
    this.closures -= 1;
  }

  private runAssign(node: AssignNode, visit: Visit): void {
    this.run(node.value, visit);
    if (node.target.type === "member" || node.target.type === "index") return keepAssigned(node, this);
    const value = valueOf(node.value, this);
    if (node.augmented && value.source === null) return;
    this.bind(node.target, node.augmented ? { ...value, joined: true } : value);
    for (const told of node.outcome ?? []) this.bindOutcome(told, node.value, value);
    if (node.target.type === "name") this.define(node.target, node);
  }

  private define(target: NameNode, { value, augmented }: AssignNode): void {
    this.definitions.set(target.name, augmented ? extended(this.definitionOf(target), value) : value);
  }

  private bindOutcome(told: SyntaxNode, looked: SyntaxNode, value: Value): void {
    this.bind(told, harmless(value));
    const question = told.type === "name" ? lookUpOf(looked) : null;
    if (told.type === "name" && question !== null) this.definitions.set(told.name, question);
  }

  /** Callbacks get the error, or the elements of what they are called on. */
  private bindCallbacks(node: CallNode): void {
    for (const { pattern, value } of callbackValues(node, this)) this.bind(pattern, value);
  }

  /** A call that writes into what it is given, as decoders do. */
  private fill(node: CallNode): void {
    const target = filledBy(node, this);
    if (target !== null) this.bind(target.variable, target.value);
  }

  /** Follows calls of functions in the same file, also those that a thread or a timer makes, with what they are given. */
  private followCall(node: CallNode, visit: Visit): void {
    const handed = handedCall(node, this.canonical(node.callee));
    if (handed) runCalled(handed, this, visit);
    const result = runCalled(node, this, visit) ?? returnedElsewhere(node, this);
    if (result !== null) this.noteResult(node, result);
  }

  private noteResult(node: SyntaxNode, result: Value): void {
    this.results.set(node, result);
    this.evaluations.forget();
  }

  /** A name that is no variable may call a method. */
  private followName(node: NameNode | MemberNode, visit: Visit): void {
    const { grammar } = this.context.module.language;
    if (!grammar.implicitSelf || (node.type === "name" && this.isLocal(node.name))) return;
    const { startLine, endLine, offset } = node;
    const at = { startLine, endLine, offset };
    const result = runCalled(
      { type: "call", callee: node, arguments: [], construct: false, tagged: false, ...at },
      this,
      visit,
    );
    if (result !== null) this.noteResult(node, result);
  }

  /** The flow of a function that this one calls; methods of one object share its fields. */
  into(symbol: string): Flow {
    return new Flow(this.context, symbol, this);
  }

  /** The flow of the constructor of another object, which answers nobody by itself. */
  ofObject(symbol: string): Flow {
    const { callers } = this;
    return new Flow(this.context, symbol, { handlerOf: null, callers, reached: new Set(), isOfObject: true });
  }

  /** The flow of a method of the same object, as it is now. */
  again(symbol: string): Flow {
    const { callers, isOfObject, evaluations } = this;
    const [values, definitions] = [this.values.detached(), this.definitions.detached()];
    return new Flow(this.context, symbol, {
      handlerOf: null,
      callers,
      reached: new Set(),
      isOfObject,
      evaluations,
      values,
      definitions,
    });
  }
}
