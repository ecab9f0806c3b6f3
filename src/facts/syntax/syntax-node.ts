/** Where a node stands: 1-based lines, inclusive, and the offset of its first character for ordering. */
export interface Place {
  readonly startLine: number;
  readonly endLine: number;
  readonly offset: number;
}

export interface NameNode extends Place {
  readonly type: "name";
  readonly name: string;
  /** True where the language shows that it is no variable, such as a class or a function. */
  readonly fixed?: true;
}

/** `a.b`, `a?.b` and `a["b"]`. */
export interface MemberNode extends Place {
  readonly type: "member";
  readonly object: SyntaxNode;
  readonly property: string;
}

/** `a[b]` with a key that is not a literal string. */
export interface IndexNode extends Place {
  readonly type: "index";
  readonly object: SyntaxNode;
  readonly index: SyntaxNode;
}

export interface Argument {
  /** The keyword of a keyword argument. */
  readonly name: string | null;
  readonly spread: boolean;
  readonly value: SyntaxNode;
}

export interface CallNode extends Place {
  readonly type: "call";
  readonly callee: SyntaxNode;
  readonly arguments: readonly Argument[];
  readonly construct: boolean;
  /** True for a template that a function receives in parts, which is how parameterised queries are written. */
  readonly tagged: boolean;
}

/** A literal string without interpolation. */
export interface TextNode extends Place {
  readonly type: "text";
  readonly value: string;
}

/** An interpolated string: literal parts are text nodes. */
export interface TemplateNode extends Place {
  readonly type: "template";
  readonly parts: readonly SyntaxNode[];
}

/** A number, boolean, null or regular expression as written. */
export interface LiteralNode extends Place {
  readonly type: "literal";
  readonly text: string;
}

export interface BinaryNode extends Place {
  readonly type: "binary";
  readonly operator: string;
  readonly left: SyntaxNode;
  readonly right: SyntaxNode;
}

export interface NotNode extends Place {
  readonly type: "not";
  readonly operand: SyntaxNode;
}

/** Assignment, declaration with a value, keyword default or loop variable; the target may be a pattern. */
export interface AssignNode extends Place {
  readonly type: "assign";
  readonly target: SyntaxNode;
  readonly value: SyntaxNode;
  /** True for `+=` and the like, which keep what was there. */
  readonly augmented: boolean;
  /** The type that a declaration names. */
  readonly annotation?: SyntaxNode;
  /** What stands above a field of a class. */
  readonly decorators?: readonly SyntaxNode[];
  /** Names that say whether the value came about, such as `err` and `ok`. */
  readonly outcome?: readonly SyntaxNode[];
}

/** One entry of an object, or a keyword or spread argument. */
export interface EntryNode extends Place {
  readonly type: "entry";
  /** `null` for a computed key or a spread. */
  readonly key: string | null;
  readonly spread: boolean;
  readonly value: SyntaxNode;
}

/** An object literal, dictionary or object pattern. */
export interface ObjectNode extends Place {
  readonly type: "object";
  readonly entries: readonly EntryNode[];
}

/** An array, tuple, set or array pattern. */
export interface ListNode extends Place {
  readonly type: "list";
  readonly items: readonly SyntaxNode[];
}

export interface ParameterNode extends Place {
  readonly type: "parameter";
  readonly pattern: SyntaxNode;
  readonly initial: SyntaxNode | null;
  readonly annotation: SyntaxNode | null;
  readonly decorators: readonly SyntaxNode[];
}

export interface FunctionNode extends Place {
  readonly type: "function";
  readonly name: string | null;
  readonly parameters: readonly ParameterNode[];
  readonly body: SyntaxNode;
  readonly decorators: readonly SyntaxNode[];
  /** True where the language says that others do not call it on an object of its class. */
  readonly hidden?: true;
  /** Set for what belongs to a class and not to its objects, where the language says so. */
  readonly ofClass?: true;
  /** What a method calls its object, where the language lets it choose the name. */
  readonly receiver?: string;
  /** The variables that a bare return gives back, where the language lets a function name them. */
  readonly results?: SyntaxNode;
}

export interface ClassNode extends Place {
  readonly type: "class";
  readonly name: string | null;
  readonly bases: readonly SyntaxNode[];
  readonly body: SyntaxNode;
  readonly decorators: readonly SyntaxNode[];
}

export interface IfNode extends Place {
  readonly type: "if";
  readonly condition: SyntaxNode;
  readonly consequence: SyntaxNode;
  readonly alternative: SyntaxNode | null;
}

/** Code that runs never, once or often: a loop, a case, an exception handler. */
export interface BranchNode extends Place {
  readonly type: "branch";
  readonly children: readonly SyntaxNode[];
  /** The variable that holds a caught error. */
  readonly caught: string | null;
}

export interface ExitNode extends Place {
  readonly type: "exit";
  /** `skip` leaves one round of a loop. */
  readonly how: "return" | "throw" | "skip";
  readonly value: SyntaxNode | null;
}

export interface ImportNode extends Place {
  readonly type: "import";
  readonly module: string;
  /** `imported` is `default` or `*` for a default or namespace import. */
  readonly names: readonly { readonly local: string; readonly imported: string }[];
}

export interface ExportNode extends Place {
  readonly type: "export";
  readonly names: readonly { readonly local: string; readonly exported: string }[];
  /** The module that names are passed on from. */
  readonly module: string | null;
  readonly isDefault: boolean;
  readonly declaration: SyntaxNode | null;
}

/** Anything else: its children matter, it does not. */
export interface GroupNode extends Place {
  readonly type: "group";
  readonly children: readonly SyntaxNode[];
}

interface NodesByType {
  name: NameNode;
  member: MemberNode;
  index: IndexNode;
  call: CallNode;
  text: TextNode;
  template: TemplateNode;
  literal: LiteralNode;
  binary: BinaryNode;
  not: NotNode;
  assign: AssignNode;
  entry: EntryNode;
  object: ObjectNode;
  list: ListNode;
  parameter: ParameterNode;
  function: FunctionNode;
  class: ClassNode;
  if: IfNode;
  branch: BranchNode;
  exit: ExitNode;
  import: ImportNode;
  export: ExportNode;
  group: GroupNode;
}

export type NodeType = keyof NodesByType;

/** Nodes of the given types; written so that a table of functions by type can be called with its own key. */
export type NodeOf<Type extends NodeType> = { [Key in Type]: NodesByType[Key] & { readonly type: Key } }[Type];

/** A function for every type of node. */
export type ByNodeType<Arguments extends unknown[], Result> = {
  readonly [Type in NodeType]: (node: NodeOf<Type>, ...rest: Arguments) => Result;
};

/** The part of a program that facts are read from, the same for every language. */
export type SyntaxNode = NodeOf<NodeType>;
