import type { Completion, Operand, Option } from './command.js';

type More = Pick<Option, 'short' | 'complete'>;

/** An option that is there or not. */
export function flag(summary: string, more: More = {}) {
  return { kind: 'flag', summary, ...more } as const;
}

/** An option that is there or not, and may say which: `--remote`, `--remote=origin`. */
export function detail(value: string, summary: string, more: More = {}) {
  return { kind: 'detail', value, summary, ...more } as const;
}

/** An option with a value. */
export function text(value: string, summary: string, more: More = {}) {
  return { kind: 'text', value, summary, ...more } as const;
}

/** An option with a value that may be given several times. */
export function texts(value: string, summary: string, more: More = {}) {
  return { kind: 'texts', value, summary, ...more } as const;
}

/** An option with a whole number from 1. */
export function count(value: string, summary: string, more: More = {}) {
  return { kind: 'count', value, summary, ...more } as const;
}

/** The one argument by position. */
export function one(name: string, summary: string, complete?: Completion): Operand {
  return operand({ name, summary, count: 'one' }, complete);
}

export function optional(name: string, summary: string, complete?: Completion): Operand {
  return operand({ name, summary, count: 'optional' }, complete);
}

/** At least one. */
export function some(name: string, summary: string, complete?: Completion): Operand {
  return operand({ name, summary, count: 'some' }, complete);
}

/** None or more. */
export function any(name: string, summary: string, complete?: Completion): Operand {
  return operand({ name, summary, count: 'any' }, complete);
}

/** What another program is called with: all words behind `--`. */
export function command(name: string, summary: string): Operand {
  return operand({ name, summary, count: 'command' }, 'path');
}

function operand(plain: Operand, complete: Completion | undefined): Operand {
  return complete === undefined ? plain : { ...plain, complete };
}

/** Understood by every command. */
export const globalOptions = {
  json: flag('print one JSON object on stdout, errors too'),
  quiet: flag('print problems only, and what the command is called for', { short: 'q' }),
  offline: flag('forbid the network, as PIXELIS_OFFLINE_MODE=true does'),
  folder: text('DIR', 'work as if started in DIR', { short: 'C', complete: 'folder' }),
  help: flag('explain the command', { short: 'h' }),
  version: flag('print the version', { short: 'V' }),
} as const;

export const dryRun = flag('say what would be done, and do nothing', { short: 'n' });
export const remote = text('NAME', 'the remote to use instead of the default one', { complete: 'remote' });
export const targets = any('TARGET', 'artifact, tracked path or path inside one; default: everything', 'target');

/** Of `push`, `fetch` and `pull`. */
export const transferOptions = {
  remote,
  revs: texts('REV', "what a git revision points at, instead of the worktree's pointers"),
  all: flag('what every commit on every branch and tag points at'),
  include: texts('GLOB', 'only files inside folders whose path fits'),
  jobs: count('N', 'how many transfers at once, at most', { short: 'j' }),
  dryRun,
} as const;
