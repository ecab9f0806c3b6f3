import type { SgNode } from "@ast-grep/napi";
import type { Grammar, Shape } from "../syntax/grammar.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import * as control from "../syntax/control-shapes.ts";
import * as shape from "../syntax/shapes.ts";

const imported: Shape = (node, lowering) => {
  const names = node.fieldChildren("name");
  const imports = names.map((name) => ({ name: nameOf(name), alias: name.field("alias")?.text() ?? null }));
  const at = lowering.place(node);
  const children = imports.map(({ name, alias }): SyntaxNode => {
    const [first = name] = name.split(".");
    const local = alias ?? first;
    return { type: "import", module: alias ? name : first, names: [{ local, imported: "*" }], ...at };
  });
  return { type: "group", children, ...at };
};

const importedFrom: Shape = (node, { place }) => ({
  type: "import",
  module: node.field("module_name")?.text() ?? "",
  names: node.fieldChildren("name").map((name) => {
    const original = nameOf(name);
    return { local: name.field("alias")?.text() ?? original, imported: original };
  }),
  ...place(node),
});

function nameOf(node: SgNode): string {
  return node.kind() === "aliased_import" ? (node.field("name")?.text() ?? "") : node.text();
}

/** `expression as name`, in `with` and `except`. */
const aliased: Shape = (node, { place, one }) => {
  const alias = node.field("alias");
  return {
    type: "assign",
    target: one(alias),
    value: one(node.children()[0] ?? null),
    augmented: false,
    ...place(node),
  };
};

const caught: Shape = (node, { place, children }) => {
  const [first, ...body] = children(node);
  const isAlias = first?.type === "assign" && first.target.type === "name";
  const caughtName = isAlias && first.target.type === "name" ? first.target.name : null;
  return { type: "branch", children: isAlias || !first ? body : [first, ...body], caught: caughtName, ...place(node) };
};

const elseIf: Shape = (node, { place, one }) => ({
  type: "if",
  condition: one(node.field("condition")),
  consequence: one(node.field("consequence")),
  alternative: null,
  ...place(node),
});

/** The variables of a comprehension are bound before its result is computed. */
const comprehension: Shape = (node, { place, children }) => {
  const [result, ...clauses] = children(node);
  return { type: "list", items: result ? [...clauses, result] : clauses, ...place(node) };
};

export const PYTHON: Grammar = {
  extensions: ["py"],
  parserFor: () => "python",
  decoratorKind: "decorator",
  shapes: {
    comment: shape.skipped,
    import_prefix: shape.skipped,
    identifier: shape.named,
    integer: shape.literal,
    float: shape.literal,
    true: shape.literal,
    false: shape.literal,
    none: shape.literal,
    string: shape.template(["string_content"], "interpolation"),
    concatenated_string: shape.adjacentStrings,
    interpolation: shape.inner,
    parenthesized_expression: shape.inner,
    await: shape.inner,
    type: shape.inner,
    attribute: shape.member("object", "attribute"),
    subscript: shape.indexed("value", "subscript"),
    call: shape.called({ callee: "function", arguments: "arguments" }),
    keyword_argument: shape.keyed("name", "value"),
    list_splat: shape.spread,
    dictionary_splat: shape.spread,
    list_splat_pattern: shape.spread,
    dictionary_splat_pattern: shape.spread,
    binary_operator: shape.binary("left", "right"),
    boolean_operator: shape.binary("left", "right"),
    comparison_operator: shape.comparison,
    not_operator: shape.negated,
    unary_operator: shape.negated,
    assignment: shape.field("left", "right", "type"),
    augmented_assignment: shape.assigned("left", "right", true),
    named_expression: shape.assigned("name", "value"),
    as_pattern: aliased,
    dictionary: shape.object,
    pair: shape.keyed("key", "value"),
    list: shape.list,
    tuple: shape.list,
    set: shape.list,
    pattern_list: shape.list,
    tuple_pattern: shape.list,
    expression_list: shape.list,
    list_comprehension: comprehension,
    set_comprehension: comprehension,
    dictionary_comprehension: comprehension,
    generator_expression: comprehension,
    default_parameter: shape.parameter("name", "value", "type"),
    typed_parameter: shape.parameter(null, "value", "type"),
    typed_default_parameter: shape.parameter("name", "value", "type"),
    function_definition: shape.func({ parameters: "parameters" }),
    lambda: shape.func({ parameters: "parameters" }),
    class_definition: shape.classed,
    if_statement: control.conditional,
    elif_clause: elseIf,
    for_statement: control.looped("left", "right"),
    for_in_clause: control.looped("left", "right"),
    while_statement: control.branch,
    case_clause: control.branch,
    conditional_expression: control.branch,
    except_clause: caught,
    return_statement: control.exit("return"),
    raise_statement: control.exit("throw"),
    import_statement: imported,
    import_from_statement: importedFrom,
  },
};
