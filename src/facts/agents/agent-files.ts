/** Texts that coding agents take as orders, by the names under which the usual agents look for them. */
const INSTRUCTIONS =
  /(?:^|\/)(?:AGENTS?(?:\.override)?\.md|CLAUDE(?:\.local)?\.md|GEMINI\.md|QWEN\.md|CONVENTIONS\.md|\.cursorrules|\.windsurfrules|\.clinerules|\.goosehints)$|(?:^|\/)\.(?:cursor\/rules|windsurf\/rules|clinerules|roo\/rules[\w-]*|kiro\/steering|amazonq\/rules|junie)\/.+\.(?:mdc?|txt)$|(?:^|\/)\.github\/(?:copilot-instructions\.md|(?:instructions|prompts|chatmodes|agents)\/.+\.md)$|(?:^|\/)\.(?:claude|opencode|codex|gemini)\/(?:agents?|commands?|skills|prompts|rules)\/.+\.(?:md|toml)$/u;

/** Files that say which tool servers an agent starts or talks to. */
const TOOL_SERVERS =
  /(?:^|\/)(?:\.?mcp\.json|mcp[_-]config\.json|mcp[_-]settings\.json|claude_desktop_config\.json)$|(?:^|\/)\.(?:vscode|cursor|windsurf|roo|kiro\/settings|amazonq|junie\/mcp)\/mcp\.json$|(?:^|\/)(?:\.gemini\/settings\.json|opencode\.jsonc?)$/u;

/** Files that say what an agent may do without asking. */
const PERMISSIONS =
  /(?:^|\/)\.claude\/settings(?:\.local)?\.json$|(?:^|\/)\.vscode\/settings\.json$|(?:^|\/)\.codex\/config\.toml$|(?:^|\/)\.gemini\/settings\.json$|(?:^|\/)\.aider\.conf\.ya?ml$/u;

/** Files whose commands run when somebody opens the folder or uses git in it. */
const WORKSPACE =
  /(?:^|\/)\.devcontainer(?:\/(?:[\w.-]+\/)?devcontainer)?\.json$|(?:^|\/)\.vscode\/tasks\.json$|(?:^|\/)\.(?:husky|githooks)\/(?!_\/)[\w-]+$/u;

export function isInstructions(path: string): boolean {
  return INSTRUCTIONS.test(path);
}

export function namesToolServers(path: string): boolean {
  return TOOL_SERVERS.test(path);
}

export function grantsPermissions(path: string): boolean {
  return PERMISSIONS.test(path);
}

export function isWorkspaceFile(path: string): boolean {
  return WORKSPACE.test(path);
}

/** True for every file that steers a coding agent or the editor that it works in. */
export function isAgentFile(path: string): boolean {
  return [INSTRUCTIONS, TOOL_SERVERS, PERMISSIONS, WORKSPACE].some((pattern) => pattern.test(path));
}
