import type { Grammar } from "../syntax/grammar.ts";
import * as control from "../syntax/control-shapes.ts";
import * as shape from "../syntax/shapes.ts";
import * as kotlin from "./kotlin-shapes.ts";

/** The parser writes past its own memory near a thousand. */
const MOST_NESTED_TEMPLATES = 200;

function refuses(text: string): string | null {
  let depth = 0;
  for (const [mark] of text.matchAll(/\$?\{|\}/gu)) {
    depth = mark === "}" ? Math.max(0, depth - 1) : depth + 1;
    if (depth > MOST_NESTED_TEMPLATES) return "its templates and blocks are nested too deeply for the Kotlin parser";
  }
  return null;
}

/** Kotlin, with annotations read as decorators. */
export const KOTLIN: Grammar = {
  extensions: ["kt", "kts"],
  parserFor: () => "kotlin",
  decoratorKind: "file_annotation",
  refuses,
  implicitSelf: true,
  shapes: {
    line_comment: shape.skipped,
    multiline_comment: shape.skipped,
    package_header: shape.skipped,
    modifiers: shape.skipped,
    parameter_modifiers: shape.skipped,
    type_arguments: shape.skipped,
    type_parameters: shape.skipped,
    binding_pattern_kind: shape.skipped,
    source_file: kotlin.file,
    import_header: kotlin.imported,
    annotation: kotlin.annotation,
    simple_identifier: shape.named,
    type_identifier: shape.named,
    user_type: shape.typed,
    nullable_type: shape.typed,
    this_expression: shape.named,
    super_expression: shape.named,
    navigation_expression: kotlin.navigated,
    callable_reference: kotlin.navigated,
    call_expression: kotlin.called,
    value_argument: kotlin.argument,
    indexing_expression: kotlin.indexed,
    string_literal: kotlin.text,
    integer_literal: shape.literal,
    long_literal: shape.literal,
    real_literal: shape.literal,
    boolean_literal: shape.literal,
    character_literal: shape.literal,
    null_literal: shape.literal,
    collection_literal: shape.list,
    parenthesized_expression: shape.inner,
    as_expression: shape.inner,
    postfix_expression: shape.inner,
    prefix_expression: kotlin.negated,
    additive_expression: kotlin.binary,
    multiplicative_expression: kotlin.binary,
    comparison_expression: kotlin.binary,
    equality_expression: kotlin.binary,
    conjunction_expression: kotlin.binary,
    disjunction_expression: kotlin.binary,
    elvis_expression: kotlin.binary,
    property_declaration: kotlin.property,
    assignment: kotlin.assigned,
    function_declaration: kotlin.func,
    anonymous_function: kotlin.func,
    lambda_literal: kotlin.lambda,
    class_declaration: kotlin.classed,
    object_declaration: kotlin.classed,
    if_expression: kotlin.conditional,
    for_statement: kotlin.looped,
    while_statement: control.branch,
    do_while_statement: control.branch,
    when_entry: control.branch,
    catch_block: kotlin.caught,
    jump_expression: kotlin.jumped,
  },
};
