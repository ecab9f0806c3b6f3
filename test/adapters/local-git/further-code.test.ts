import { describe, expect, it } from "vitest";
import { createLocalCode } from "../../../src/adapters/local-git/further-code.ts";
import { createRepository } from "../../builders/git-repository.ts";

const never = new AbortController().signal;
const GUARDS =
  "// isOwner is important\nexport function isOwner(user, record) {\n  return user.id === record.ownerId;\n}\n";

function open() {
  const repository = createRepository();
  repository.write("src/callers.ts", "isOwner(user, invoice);\n");
  repository.write("src/deep/guards.ts", GUARDS);
  repository.write("app/models.py", "class Invoice(Base):\n    pass\n");
  repository.write("logo.png", new Uint8Array([0, 1, 2]));
  const sha = repository.commit("Start");
  repository.write("src/deep/guards.ts", "changed later\n");
  return createLocalCode(repository.directory, sha);
}

async function closest(score: (path: string) => number): Promise<string | null> {
  return (await open().findClosest(score, never))?.path ?? null;
}

describe("further code in a repository on this machine", () => {
  it("is the file that defines a name, as it was at the commit, and not one that only uses it", async () => {
    const found = await open().find(["AuthService.isOwner()", "Invoice"], never);
    expect(found.map(({ path, blob }) => [path, blob.text])).toEqual([
      ["src/deep/guards.ts", GUARDS],
      ["app/models.py", "class Invoice(Base):\n    pass\n"],
    ]);
  });

  it("is a file by the end of its path, once", async () => {
    const found = await open().find(["deep/guards.ts", "guards.ts", "isOwner"], never);
    expect(found.map(({ path }) => path)).toEqual(["src/deep/guards.ts"]);
  });

  it.each(["nowhere", "ab", "../../etc/passwd", "--open-files-in-pager=x", "logo.png", "", "a\0b"])(
    "is nothing for %j",
    async (need) => {
      expect(await open().find([need], never)).toEqual([]);
    },
  );

  it("is the file whose path is rated highest, and none where no path is", async () => {
    expect(await closest((path) => path.length)).toBe("src/deep/guards.ts");
    expect(await closest((path) => (path === "logo.png" ? 1 : 0))).toBeNull();
    expect(await closest(() => 0)).toBeNull();
  });
});
