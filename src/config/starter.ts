/** Where editors find the schema of `.github/threatdiff.yml`. */
export const CONFIG_SCHEMA_URL =
  "https://raw.githubusercontent.com/threatdiff/threatdiff/main/schemas/threatdiff.schema.json";

/** What `threatdiff init` writes: the defaults as comments, so that the file says what can be set and changes nothing. */
export const STARTER_CONFIG = `# yaml-language-server: $schema=${CONFIG_SCHEMA_URL}
#
# How Threatdiff reviews this repository. It is read from the base branch of a pull request, so a pull request
# cannot change the rules that it is judged by. Everything below is the default; remove a "# " to change it.
# \`threatdiff config check\` says whether the file is right.
version: 1

# gate:
#   failOn: high            # lowest severity that fails the check: none, info, low, medium, high or critical
#   minConfidence: medium   # lowest confidence that fails the check: low, medium or high
#   onIncomplete: neutral   # fail: do not pass what was not looked at (GitHub counts neutral as passing)
#   selfAccept: false       # not supported yet: authors may accept threats of their own pull request

# review:
#   on: [opened, pushed, ready]
#   drafts: false           # true: review drafts too
#   maxComments: 10         # inline comments; the rest is in the summary
#   disclosure: full        # what the pull request shows: full, summary or private

# paths:
#   ignore: []              # globs without security meaning, such as "docs/**"
#   critical: []            # globs where threats weigh more, such as "src/payment/**"

# system:
#   exposure: null          # where the service listens: internet, partner, build_time, unknown or internal
#   assets: []              # what is worth protecting, such as { name: invoice, data: confidential }
#   docs: []                # files that describe the architecture, such as "docs/architecture.md"
#   assumptions: []         # sentences that a review may rely on

# catalogue:
#   disable: []             # threat kinds that are not reported
#   severity: {}            # severity by threat kind, instead of the computed one
#   packs: []               # folders of your own threat kinds, such as ".github/threats" or "security:kinds"

# model:
#   enabled: true           # false: no code leaves the service, the rules answer alone
#   maxCostPerPullRequest: null   # US dollars over all pushes
#   maxTokensPerRun: 200000
`;
