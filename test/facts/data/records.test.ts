import { describe, expect, it } from "vitest";
import { readFacts } from "../../../src/facts/read-facts.ts";
import { buildChange } from "../../builders/change-set.ts";

async function storedIn(path: string, text: string): Promise<string[]> {
  const files = await readFacts(buildChange({ files: { [path]: { head: text } } }));
  return files.flatMap(({ scopes }) =>
    scopes.flatMap(({ name, facts }) =>
      facts
        .filter(({ attributes }) => attributes["place"] === "store")
        .map((fact) => `${name}: ${fact.name} ${fact.attributes["field"]} ${fact.startLine}`),
    ),
  );
}

describe("what records hold is told", () => {
  it.each([
    [
      "prisma/schema.prisma",
      "model User {\n  id    Int    @id\n  email String @unique\n  passwordHash String?\n}\nmodel Tag {\n  id Int\n  name String\n}\n",
      ["model User: personal email 3", "model User: credential passwordHash 4"],
    ],
    [
      "app/models.py",
      "from django.db import models\nclass Customer(models.Model):\n    email = models.EmailField()\n    iban = models.CharField(max_length=34)\n",
      ["record Customer: personal email 3", "record Customer: payment iban 4"],
    ],
    [
      "src/user.entity.ts",
      'import { Entity, Column } from "typeorm";\n@Entity()\nexport class User {\n  @Column() id: number;\n  @Column() phone: string = "";\n}\n',
      ["record User: personal phone 5"],
    ],
  ])("in %s", async (path, text, expected) => {
    expect(await storedIn(path, text)).toEqual(expected);
  });

  it("not of classes that are no records", async () => {
    expect(await storedIn("app/forms.py", "class Form:\n    email = Field()\n")).toEqual([]);
  });
});
