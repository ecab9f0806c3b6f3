/** Folders and file names of what runs on a developer's machine, in tests or in examples. */
const LOCAL_PATH =
  /(?:^|[/._-])(?:dev|devel|develop|development|devcontainer|local|localhost|override|test|tests|testing|ci|e2e|example|examples|sample|samples|demo|demos|sandbox|playground|hack|docs|tutorial|quickstart|benchmarks?)(?:[/._-]|$)/iu;

/** True when the path alone says that the configuration is for trying things out and not for running a service. */
export function isLocalUse(path: string): boolean {
  return LOCAL_PATH.test(path);
}
