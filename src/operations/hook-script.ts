/** The git hooks that Pixelis has a part in. */
export const hookNames = ['pre-push', 'pre-commit', 'post-checkout', 'post-merge'] as const;
export type HookName = (typeof hookNames)[number];

/** A hook as it lies there: the bytes as Latin-1, so that whatever is in them stays as it is. */
export type HookText = string;

const firstLine = '# >>> pixelis >>>';
const lastLine = '# <<< pixelis <<<';
const ourBlock = new RegExp(`^${firstLine}\n[^]*?^${lastLine}\n`, 'm');

/**
 * The hook with our part in it. It comes first: what else is in a script may end it, or read all of its input. Undefined
 * where the script is not one for a POSIX shell.
 */
export function withBlock(present: HookText | undefined, block: string): HookText | undefined {
  if (present === undefined) return `#!/bin/sh\n${block}`;
  if (ourBlock.test(present)) return present.replace(ourBlock, () => block);
  if (!isShellScript(present)) return undefined;
  const start = present.startsWith('#!') ? present.indexOf('\n') + 1 : 0;
  return start === 0 && present.startsWith('#!')
    ? `${present}\n${block}`
    : present.slice(0, start) + block + present.slice(start);
}

/** The hook without our part; undefined where nothing else is in it. */
export function withoutBlock(present: HookText): HookText | undefined {
  const rest = present.replace(ourBlock, '');
  return rest === '#!/bin/sh\n' ? undefined : rest;
}

/** Whether the hook calls Pixelis, by our block or by a line that somebody wrote. */
export function callsPixelis(present: HookText, hook: HookName): boolean {
  return ourBlock.test(present) || present.includes(`pixelis hooks run ${hook}`);
}

export function hasBlock(present: HookText): boolean {
  return ourBlock.test(present);
}

/** What the hook does beside our part: its first command. */
export function firstCommand(present: HookText): string | undefined {
  const lines = present
    .replace(ourBlock, '')
    .split('\n')
    .map((line) => line.trim());
  return lines.find((line) => line !== '' && !line.startsWith('#'))?.slice(0, 200);
}

/**
 * Our part of a hook. `commandLine` is what calls Pixelis where it is not on the PATH. A shared folder of hooks serves
 * repositories without Pixelis too: there it does nothing.
 */
export function hookBlock(hook: HookName, commandLine: readonly string[]): string {
  const [program = 'pixelis', ...rest] = commandLine.map((word) => shellQuote(word));
  const exists = [`[ -x ${program} ]`, ...rest.map((word) => `[ -e ${word} ]`)].join(' && ');
  return `${firstLine}
# Put here by 'pixelis hooks install'; 'pixelis hooks uninstall' takes it out again.
if [ -f .pixelis/config.yaml ]; then
  pixelis_hook() {
    if command -v pixelis >/dev/null 2>&1; then pixelis hooks run "$@"
    elif ${exists}; then ${[program, ...rest].join(' ')} hooks run "$@"
    else echo "pixelis is not on the PATH: its git hook is left out (npm install --global pixelis)" >&2
    fi
  }
${callOf(hook)}fi
${lastLine}
`;
}

function callOf(hook: HookName): string {
  if (hook === 'pre-push') return prePushCall;
  return hook === 'pre-commit' ? preCommitCall : `  pixelis_hook ${hook} -- "$@" || :\n`;
}

/** Only where a merge left records behind: every other commit costs a look into a folder. */
const preCommitCall = `  if [ -n "$(ls "$(git rev-parse --git-dir)/pixelis/merged" 2>/dev/null)" ]; then
    pixelis_hook pre-commit -- "$@" || exit $?
  fi
`;

/** What follows in the script gets the same input again. */
const prePushCall = `  pixelis_input=$(cat)
  printf '%s\\n' "$pixelis_input" | pixelis_hook pre-push -- "$@" || exit $?
  if [ -n "$pixelis_input" ]; then
    exec <<PIXELIS_INPUT
$pixelis_input
PIXELIS_INPUT
  fi
`;

/** Whether git would run it in a POSIX shell: by its first line, or for want of one. */
function isShellScript(text: HookText): boolean {
  if (text.includes('\0')) return false;
  const interpreter = /^#!\s*([^\n]*)/.exec(text)?.[1];
  if (interpreter === undefined) return true;
  const words = interpreter
    .trim()
    .split(/\s+/)
    .map((word) => word.slice(word.lastIndexOf('/') + 1));
  const isEnv = words[0] === 'env';
  const program = isEnv ? words.slice(1).find((word) => !word.startsWith('-') && !word.includes('=')) : words[0];
  return ['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh'].includes(program ?? '');
}

/** A word as it is for a POSIX shell. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
