import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PixelisError, problemOf } from '#errors/index.js';
import type { JudgedOutput, RunRecord } from '#model/run.js';
import type { Problem } from '#schema/index.js';
import type { ScratchWorktree } from './scratch-worktree.js';

interface SecondTime {
  readonly record: RunRecord;
  readonly scratch: ScratchWorktree;
  readonly outputs: readonly JudgedOutput[];
}

/** What a run had that its second execution has not, since it was not recorded: no verdict can be better than that. */
export function notAsBefore({
  record: { run, code, params, redacted },
  scratch,
  outputs,
}: SecondTime): readonly Problem[] {
  const warnings: PixelisError[] = [];
  const warn = (
    kind: 'code.dirty' | 'secret.redacted' | 'run.not-reproducible',
    message: string,
    hint?: string,
  ): void => void warnings.push(new PixelisError(kind, message, { hint }));
  if (code.dirty && code.changes === undefined) {
    const hint = 'record them next time: --capture-level 2';
    warn('code.dirty', `run '${run}' had uncommitted changes that were not recorded`, hint);
  }
  for (const path of code.changes?.withheld ?? []) {
    warn('secret.redacted', `'${path}' was kept out of the record of run '${run}', and is not there now`);
  }
  const replaced = new Set(redacted.flatMap(({ where }) => (where.startsWith('file ') ? [where.slice(5)] : [])));
  for (const path of replaced) {
    warn('secret.redacted', `a secret in '${path}' was not recorded: a stand-in is in its place`);
  }
  if (/"redacted:[a-z0-9-]+:[0-9a-f]{12}/.test(JSON.stringify(params))) {
    warn('secret.redacted', `a parameter of run '${run}' was a secret: a stand-in is in its place`);
  }
  if (existsSync(join(scratch.root, '.gitmodules'))) {
    warn('run.not-reproducible', 'the submodules of the commit are not checked out: their folders are empty');
  }
  if (outputs.length === 0) {
    const hint = 'declare what a run makes: pixelis run --output PATH -- …';
    warn('run.not-reproducible', `run '${run}' made no outputs: only how it ended was compared`, hint);
  }
  return warnings.map((warning) => problemOf(warning));
}
