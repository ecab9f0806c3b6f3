const words = (text: string) => text.trim().split(/\s+/u).join("|");

/** Tools whose settings are called `.NAMErc`, `.NAME.yml`, `NAME.config.json`, `NAME-baseline.toml` and the like. */
const TOOLS = words(`
  eslint prettier stylelint biome oxlint oxfmt dprint commitlint jshint jscs tslint htmlhint markdownlint markdownlint-cli2
  remark textlint cspell typos codespell yamllint ansible-lint hadolint spectral solhint knip jest vitest karma mocha nyc c8
  ava swc babel postcss browserslist lerna nx turbo tsup rubocop rubocop_todo haml-lint erb-lint erb_lint simplecov rspec
  golangci revive phpstan psalm phpcs phpmd phpunit mago rector infection phan deptrac checkstyle pmd spotbugs detekt ktlint
  rustfmt clippy taplo clang-format clang-tidy pylint flake8 ruff isort mypy pyright pytest coverage codecov coveralls
  codeclimate sonar-project renovate all-contributors crowdin skott size-limit depcheck syncpack
`);
const VARIANT = String.raw`(rc|config)?([.-]([a-z]{1,12}-)?(config|base|baseline|dist|local|shared|rules|todo|test|e2e))?`;
const ENDINGS = "json|jsonc|json5|toml|ini|cfg|neon|xml|dist|properties";
const SETTINGS = new RegExp(String.raw`(^|/)(${TOOLS})${VARIANT}(\.(${ENDINGS})){1,2}$`, "u");
/** A leading dot makes sure that the name is that of a tool. */
const DOTFILE = new RegExp(String.raw`(^|/)\.(${TOOLS})${VARIANT}(\.(${ENDINGS}|ya?ml)){0,2}$`, "u");

/** Files of one fixed name or shape that editors, version control and version managers look for. */
const NAMED: readonly RegExp[] = [
  /(^|\/)[jt]sconfig[\w.-]*\.json$/u,
  /(^|\/)\.[\w-]*ignore$|(^|\/)\.git(attributes|keep|-blame-ignore-revs)$|(^|\/)\.(keep|mailmap|editorconfig|yardopts)$/u,
  /(^|\/)\.(nvmrc|tool-versions|(node|python|ruby|java|go|php|terraform)-version)$|(^|\/)(VERSION|GO_VERSION)$/u,
  /(^|\/)(\.release-please-manifest|release-please-config|components|pyrightconfig)\.json$|(^|\/)py\.typed$|\.neon$/u,
  /(^|\/)(codecov|mkdocs|crowdin|release-drafter)\.ya?ml$|(^|\/)config\/(queue|recurring|cable|cache)\.yml$/u,
  /(^|\/)\.github\/(dependabot|labeler|labels|stale|release|no-response|lock|FUNDING)\.ya?ml$/u,
  /(^|\/)\.github\/(ISSUE_TEMPLATE|DISCUSSION_TEMPLATE|PULL_REQUEST_TEMPLATE)\//u,
  /(^|\/)\.(idea|settings|fleet)\/.*\.(xml|iml|prefs|json)$|(^|\/)\.(project|classpath)$|\.(iml|slnx?|sublime-project)$/u,
  /(^|\/)\.vscode\/(extensions|launch|cspell)\.json$/u,
  /(^|\/)(OWNERS|OWNERS_ALIASES|SECURITY_CONTACTS|MAINTAINERS|CITATION\.cff|INSTALL)$/u,
];

/** True for the settings of tools that people develop with, which change neither what is built nor what runs. */
export function isToolSettings(path: string): boolean {
  return SETTINGS.test(path) || DOTFILE.test(path) || NAMED.some((name) => name.test(path));
}

const TRANSLATIONS: readonly RegExp[] = [
  /(^|\/)(locales?|i18n|l10n|intl|translations?|langs?)\/([^/]+\/){0,4}[\w.@-]+\.(json|ya?ml|properties|ini|toml|xml)$/iu,
  /\.(xlf|xliff|po|pot|mo|arb|resx|strings|ftl)$/iu,
  /(^|\/)(messages|translations?)([._-][a-z]{2,3}([_-][A-Za-z]{2,4}){0,2})?\.(json|ya?ml|properties)$/u,
];

/** True for texts in other languages: keys and sentences, without behaviour. */
export function isTranslation(path: string): boolean {
  return TRANSLATIONS.some((shape) => shape.test(path));
}
