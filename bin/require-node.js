// Runs before npm scripts: says in one sentence what is wrong with a Node that cannot run them. Plain enough for any Node.
var parts = process.versions.node.split(".").map(Number);
if (parts[0] < 22 || (parts[0] === 22 && parts[1] < 20)) {
  console.error(
    "Threatdiff needs Node 22.20 or newer, and this is " +
      process.version +
      "; run `npm ci` again or install one from nodejs.org.",
  );
  process.exit(1);
}
