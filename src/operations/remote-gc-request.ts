import { resolve } from 'node:path';
import { PixelisError } from '#errors/index.js';
import { parseAge } from '#model/age.js';
import type { TaskOptions } from '#model/task-options.js';
import { type RulesRequest, ruleSettings, type RuleSettings } from './gc-request.js';
import type { RepositoryContext } from './repository-context.js';

export interface RemoteGcRequest extends RulesRequest, TaskOptions {
  readonly mode: 'plan' | 'apply' | 'purge';
  /** Default: the default remote. */
  readonly remote?: string | undefined;
  /** What was stored a shorter time ago stays: `30d`, the default. */
  readonly grace?: string | undefined;
  /** How long a purge leaves things in the trash: `30d`, the default. */
  readonly trashAge?: string | undefined;
  /** Clones that are gone for good, and need nothing any more. */
  readonly forgetClones?: readonly string[] | undefined;
  /** Repositories that shared the cache, and need nothing of it any more. */
  readonly forgetRepositories?: readonly string[] | undefined;
  /** Roots of this clone that are to be done without, by the names that errors give them. */
  readonly ignore?: readonly string[] | undefined;
  /** How long to wait for pushes that are under way: `1m`, the default. */
  readonly wait?: string | undefined;
}

/** A request, read and checked. */
export interface RemoteGcSettings extends RuleSettings {
  readonly mode: 'plan' | 'apply' | 'purge';
  readonly graceSeconds: number;
  readonly trashSeconds: number;
  readonly waitSeconds: number;
  /** Ids of clones. */
  readonly forgotten: ReadonlySet<string>;
  /** What is left out where it is read what this clone needs. */
  readonly roots: { readonly forgotten: ReadonlySet<string>; readonly ignored: ReadonlySet<string> };
}

/** @throws `usage.invalid-argument` */
export function remoteGcSettings(context: RepositoryContext, request: RemoteGcRequest): RemoteGcSettings {
  const { mode, grace = '30d', trashAge = '30d', wait = '1m' } = request;
  const { forgetClones = [], forgetRepositories = [], ignore = [] } = request;
  for (const clone of forgetClones) {
    if (/^[0-9a-f]{32}$/.test(clone)) continue;
    throw new PixelisError('usage.invalid-argument', `'${clone}' is not the id of a clone`, {
      hint: 'list the clones that a remote knows: pixelis gc --remote=NAME',
      data: { clone },
    });
  }
  const rules = ruleSettings(context, request);
  if (mode === 'purge' && rules.ruleText !== undefined) {
    throw new PixelisError(
      'usage.invalid-argument',
      `${rules.ruleText} says what is to go to the trash, not what is to be freed`,
      {
        hint: 'pixelis gc --remote --apply takes rules; a month later, pixelis gc --remote --purge frees what they let go',
      },
    );
  }
  return {
    ...rules,
    mode,
    graceSeconds: parseAge(grace),
    trashSeconds: parseAge(trashAge),
    waitSeconds: parseAge(wait),
    forgotten: new Set(forgetClones),
    roots: { forgotten: new Set(withResolved(forgetRepositories)), ignored: new Set(withResolved(ignore)) },
  };
}

function withResolved(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => [path, resolve(path)]);
}
