import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const TOOLS = groundTools(loadCatalogue());

/** Effects, kinds and lines of what a change of one template brings. */
async function toldOf(base: string, head: string): Promise<string[]> {
  const files = { "app/Views/note.html.php": { base: page(base), head: page(head) } };
  const { candidates } = await ground(buildChange({ files }), DEFAULT_CONFIG, TOOLS);
  return candidates.map(({ effect, kind, anchors }) => `${effect} ${kind}:${anchors[0]?.startLine}`);
}

function page(line: string): string {
  return `<?php foreach ($notes as $note): ?>\n<li>\n${line}\n</li>\n<?php endforeach; ?>\n`;
}

describe("a value that a PHP page prints", () => {
  it.each([
    ["<?php echo htmlspecialchars($text); ?>", "<?php echo $text; ?>"],
    ["<?= $view->escape($note['author']) ?>", "<?= $note['author'] ?>"],
    ["<?= esc_html($note->title) ?>", "<?= $note->title ?>"],
    [
      "<?php echo '<b>' . htmlentities($note['title'] ?? '') . '</b>'; ?>",
      "<?php echo '<b>' . $note['title'] . '</b>'; ?>",
    ],
    ["<?= e($note['a']) ?><?= e($note['title']) ?>", "<?= e($note['a']) ?><?= $note['title'] ?>"],
  ])("has lost its encoder: %s", async (base, head) => {
    expect(await toldOf(base, head)).toEqual(["introduced markup-cleaning-removed:3"]);
  });

  it("has got an encoder", async () => {
    const told = await toldOf("<?php echo $text; ?>", "<?php echo htmlspecialchars($text); ?>");
    expect(told).toEqual(["resolved markup-cleaning-removed:3"]);
  });

  it.each([
    ["another encoder", "<?= htmlspecialchars($text) ?>", "<?= esc_html($text) ?>"],
    ["an encoder of the project", "<?= htmlspecialchars($text) ?>", "<?= $this->plain($text) ?>"],
    ["an encoder above", "<?= htmlspecialchars($text) ?>", "<?php $text = htmlspecialchars($text); ?>\n<?= $text ?>"],
    ["markup of the page", "<?= e($text) ?>", "<?php $text = '<b>' . count($notes) . '</b>'; ?>\n<?= $text ?>"],
    ["a number", "<?= htmlspecialchars($note['id']) ?>", "<?= $note['id'] ?>"],
    ["a cast", "<?= htmlspecialchars($note['amount']) ?>", "<?= (int) $note['amount'] ?>"],
    ["nothing", "<?= htmlspecialchars($text) ?>", ""],
    ["another value", "<?= htmlspecialchars($text) ?>", "<?= $caption ?>"],
    ["a place further down", "<?= e($text) ?>\n<hr>", "<hr>\n<?= e($text) ?>"],
  ])("says nothing with %s instead", async (_, base, head) => {
    expect(await toldOf(base, head)).toEqual([]);
  });
});
