import type { RemoteCheckResult, RemoteResult } from '../../index.js';
import { checkLines } from './checks.js';
import { columns, printable } from './text.js';
import type { Rendered, View } from './view.js';

export function renderRemote({ command, dryRun, remotes, changed }: RemoteResult): Rendered {
  if (command === 'remote list') {
    if (remotes.length === 0) return { lines: ['no remotes'], next: 'next: pixelis remote add origin URL' };
    return { lines: columns(remotes.map((remote) => [printable(remote.name), printable(remote.url), marks(remote)])) };
  }
  if (changed === undefined) return { lines: ['nothing to change'] };
  const verb = { 'remote add': 'added', 'remote remove': 'removed', 'remote default': 'default is now' }[command];
  const isAdded = command === 'remote add' && !dryRun;
  return {
    lines: [`${dryRun ? 'would be: ' : ''}${verb} remote '${printable(changed)}'`],
    next: isAdded ? `next: pixelis remote check ${printable(changed)}` : undefined,
  };
}

function marks({ isDefault, isLocal, endpoint, region, profile }: RemoteResult['remotes'][number]): string {
  return [
    isDefault ? 'default' : '',
    isLocal ? 'this machine only' : '',
    endpoint === undefined ? '' : `endpoint ${printable(endpoint)}`,
    region === undefined ? '' : `region ${printable(region)}`,
    profile === undefined ? '' : `profile ${printable(profile)}`,
  ]
    .filter((mark) => mark !== '')
    .join(', ');
}

export function renderRemoteCheck({ remote, checks }: RemoteCheckResult, view: View): Rendered {
  return {
    lines: [`remote '${printable(remote.name)}': ${printable(remote.url)}`, ...checkLines(checks, view)],
    next: checks.every(({ state }) => state !== 'problem') ? 'next: pixelis push' : undefined,
  };
}
