import type { SgNode } from "@ast-grep/napi";
import type { Grammar, Shape } from "../syntax/grammar.ts";
import { decorated } from "../syntax/decorated.ts";
import * as control from "../syntax/control-shapes.ts";
import * as shape from "../syntax/shapes.ts";

const func = shape.func({ parameters: "parameters", parameter: "parameter" });

const imported: Shape = (node, { place }) => {
  const clause = node.children().find((child) => child.kind() === "import_clause");
  return {
    type: "import",
    module: node.field("source")?.text().slice(1, -1) ?? "",
    names: clause ? clause.children().flatMap(namesOf) : [],
    ...place(node),
  };
};

function namesOf(node: SgNode): { local: string; imported: string }[] {
  const kind = String(node.kind());
  if (kind === "identifier") return [{ local: node.text(), imported: "default" }];
  if (kind === "namespace_import") {
    const local = node.children().find((child) => child.kind() === "identifier");
    return local ? [{ local: local.text(), imported: "*" }] : [];
  }
  if (kind === "named_imports") return node.children().flatMap(namesOf);
  if (kind !== "import_specifier") return [];
  const name = node.field("name")?.text() ?? "";
  return [{ local: node.field("alias")?.text() ?? name, imported: name }];
}

const exported: Shape = (node, { place, maybe, decorators }) => {
  const children = node.children();
  const specifiers = children.flatMap((child) => (child.kind() === "export_clause" ? child.children() : []));
  const source = node.field("source");
  const declaration = maybe(node.field("declaration") ?? node.field("value"));
  return {
    type: "export",
    names: specifiers.flatMap((specifier) => {
      const local = specifier.field("name")?.text();
      return local === undefined ? [] : [{ local, exported: specifier.field("alias")?.text() ?? local }];
    }),
    module: source ? source.text().slice(1, -1) : null,
    isDefault: children.some((child) => child.kind() === "default"),
    declaration: declaration && decorated(declaration, decorators(node)),
    ...place(node),
  };
};

/** An attribute of an element is an entry, so that `dangerouslySetInnerHTML={{ __html }}` reads like an object. */
const attribute: Shape = (node, { place, children }) => {
  const [, value] = children(node);
  const key = node.children()[0]?.text() ?? null;
  return value ? { type: "entry", key, spread: false, value, ...place(node) } : null;
};

const caught: Shape = (node, { place, one }) => {
  const variable = node.field("parameter");
  const caughtName = variable?.kind() === "identifier" ? variable.text() : null;
  return { type: "branch", children: [one(node.field("body"))], caught: caughtName, ...place(node) };
};

/** TypeScript and JavaScript, with and without JSX. */
export const TYPESCRIPT: Grammar = {
  extensions: ["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx", "vue", "svelte"],
  parserFor: (extension) => {
    if (extension === "tsx") return "Tsx";
    return /ts$|^vue$|^svelte$/u.test(extension) ? "TypeScript" : "JavaScript";
  },
  decoratorKind: "decorator",
  shapes: {
    comment: shape.skipped,
    hash_bang_line: shape.skipped,
    type_annotation: shape.typed,
    type_arguments: shape.skipped,
    type_parameters: shape.skipped,
    type_alias_declaration: shape.skipped,
    interface_declaration: shape.skipped,
    ambient_declaration: shape.skipped,
    jsx_text: shape.skipped,
    optional_chain: shape.skipped,
    statement_identifier: shape.skipped,
    identifier: shape.named,
    this: shape.named,
    super: shape.named,
    property_identifier: shape.named,
    private_property_identifier: shape.named,
    number: shape.literal,
    true: shape.literal,
    false: shape.literal,
    null: shape.literal,
    undefined: shape.literal,
    regex: shape.literal,
    string: shape.quoted,
    template_string: shape.template(["string_fragment", "escape_sequence"], "template_substitution"),
    template_substitution: shape.inner,
    parenthesized_expression: shape.inner,
    await_expression: shape.inner,
    as_expression: shape.inner,
    satisfies_expression: shape.inner,
    non_null_expression: shape.inner,
    jsx_expression: shape.inner,
    jsx_attribute: attribute,
    member_expression: shape.member("object", "property"),
    subscript_expression: shape.indexed("object", "index"),
    call_expression: shape.called({ callee: "function", arguments: "arguments", tag: "template_string" }),
    new_expression: shape.called({ callee: "constructor", arguments: "arguments", construct: true }),
    binary_expression: shape.binary("left", "right"),
    unary_expression: shape.negated,
    assignment_expression: shape.assigned("left", "right"),
    augmented_assignment_expression: shape.assigned("left", "right", true),
    variable_declarator: shape.declared("name", "value", "type"),
    public_field_definition: shape.field("name", "value", "type"),
    field_definition: shape.assigned("property", "value"),
    assignment_pattern: shape.assigned("left", "right"),
    object_assignment_pattern: shape.shorthandDefault,
    object: shape.object,
    object_pattern: shape.object,
    pair: shape.keyed("key", "value"),
    pair_pattern: shape.keyed("key", "value"),
    shorthand_property_identifier: shape.shorthand,
    shorthand_property_identifier_pattern: shape.shorthand,
    spread_element: shape.spread,
    rest_pattern: shape.spread,
    array: shape.list,
    array_pattern: shape.list,
    required_parameter: shape.parameter("pattern", "value", "type"),
    optional_parameter: shape.parameter("pattern", "value", "type"),
    function_declaration: func,
    generator_function_declaration: func,
    function_expression: func,
    generator_function: func,
    arrow_function: func,
    method_definition: func,
    class_declaration: shape.classed,
    abstract_class_declaration: shape.classed,
    class: shape.classed,
    if_statement: control.conditional,
    for_in_statement: control.looped("left", "right"),
    for_statement: control.branch,
    while_statement: control.branch,
    do_statement: control.branch,
    switch_case: control.branch,
    switch_default: control.branch,
    ternary_expression: control.ternary("condition", "consequence", "alternative"),
    catch_clause: caught,
    return_statement: control.exit("return"),
    continue_statement: control.exit("skip"),
    throw_statement: control.exit("throw"),
    import_statement: imported,
    export_statement: exported,
  },
};
