import type { AliasResult } from '../../index.js';
import { did, versionName } from './shared.js';
import { columns, printable } from './text.js';
import type { Rendered } from './view.js';

export function renderAlias({ command, dryRun, aliases, changed }: AliasResult): Rendered {
  if (command === 'alias list') {
    if (aliases.length === 0) return { lines: ['no aliases'] };
    return { lines: columns(aliases.map((fact) => [printable(`${fact.artifact}:${fact.alias}`), versionName(fact)])) };
  }
  if (changed === undefined) return { lines: ['nothing to change'] };
  const { artifact, alias, before, after } = changed;
  const name = printable(`${artifact}:${alias}`);
  const was = before === undefined ? '' : ` (was ${versionName(before)})`;
  const line =
    after === undefined
      ? `${did(dryRun, 'removed', 'remove')} ${name}${was}`
      : `${did(dryRun, 'set', 'set')} ${name} to ${versionName(after)}${was}`;
  return { lines: [line], next: dryRun ? undefined : "next: git commit -m 'Move an alias'" };
}
