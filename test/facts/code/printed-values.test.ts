import { describe, expect, it } from "vitest";
import { scopesOf } from "../read-code.ts";

function rawIn(markup: string): unknown[] {
  return scopesOf(markup, "app/Template/link/table.php").flatMap(({ facts }) =>
    facts.filter(({ attributes }) => attributes["format"] === "raw").map(({ attributes }) => attributes["source"]),
  );
}

describe("a value that a template prints", () => {
  it.each([
    ["<a href=\"<?= $link['url'] ?>\" title=\"<?= $this->text->e($link['url']) ?>\">x</a>", ["link.url"]],
    ["<p><?= htmlspecialchars($name) ?></p><b><?php echo $name; ?></b>", ["name"]],
  ])("as it is, and encoded elsewhere, was forgotten: %s", (markup, expected) => {
    expect(rawIn(markup)).toEqual(expected);
  });

  it.each([
    "<p><?= $this->text->e($link['url']) ?></p>",
    "<p><?= $this->url->link($link['url']) ?><?= $this->text->e($link['url']) ?></p>",
    "<?php $name = htmlspecialchars($name); ?><p><?= $name ?></p>",
    "<p><?= $link['type'] ?><?= $this->text->e($link['url']) ?></p>",
  ])("in one way says nothing: %s", (markup) => {
    expect(rawIn(markup)).toEqual([]);
  });
});
