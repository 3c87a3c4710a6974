/**
 * A command as a diagram shows it: without its interpreter, without secrets, on one line, not too long. `python3 -u
 * scripts/train.py --mode sft` is `scripts/train.py --mode sft`. Undefined where there is nothing to show.
 */
export function commandLabel(command: readonly string[]): string | undefined {
  const words = withoutInterpreter(command).map((word) => word.replace(redacted, '***'));
  const text = words.join(' ').replace(/\s+/g, ' ').trim();
  if (text === '') return undefined;
  const units = Array.from(text);
  return units.length <= maxLength ? text : `${units.slice(0, maxLength - 1).join('')}…`;
}

const maxLength = 80;
const redacted = /redacted:[\w.-]+:[0-9a-f]{12}/g;
const interpreter =
  /^(?:python|pypy|node|nodejs|bun|deno|ts-node|tsx|bash|dash|sh|zsh|ruby|perl|Rscript|julia|java)[\d.]*(?:\.exe)?$/;
/** Options of interpreters whose value is the next word. */
const takesValue = new Set(['-X', '-W', '-r', '--require', '--import', '--loader', '--experimental-loader']);

function withoutInterpreter(command: readonly string[]): readonly string[] {
  const [program = ''] = command;
  if (!interpreter.test(program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1))) {
    return command;
  }
  let at = 1;
  while (command[at]?.startsWith('-') === true) {
    if (command[at] === '-m') return command.slice(at + 1);
    at += takesValue.has(command[at] as string) ? 2 : 1;
  }
  const [script] = command.slice(at);
  const isCode = command.slice(1, at).some((option) => /^-\w*[cep]$|^--(?:eval|print)$/.test(option));
  return script === undefined || isCode ? command : command.slice(at);
}
