import type { InitResult } from '../../index.js';
import { printable } from './text.js';
import type { Rendered } from './view.js';

export function renderInit({ dryRun, root, written, remote, hooks }: InitResult): Rendered {
  const installed = hooks.filter(({ state }) => state === 'installed').map(({ name }) => name);
  return {
    lines: [
      `${dryRun ? 'would set up' : 'set up'} Pixelis in ${printable(root)}`,
      ...written.map((path) => `  ${printable(path)}`),
      ...(installed.length > 0 ? [`  git hooks: ${installed.join(', ')}`] : []),
      ...(remote === undefined ? [] : [`  remote '${printable(remote.name)}': ${printable(remote.url)}`]),
    ],
    next: nextStep(dryRun, remote !== undefined),
  };
}

function nextStep(dryRun: boolean, hasRemote: boolean): string | undefined {
  if (dryRun) return undefined;
  const remote = hasRemote ? '' : '; when there is a place to push to: pixelis remote add origin URL';
  return `next: git commit -m 'Set up Pixelis' && pixelis add PATH${remote}`;
}
