import { resolve } from 'node:path';
import { PixelisError } from '#errors/index.js';
import { parseAge } from '#model/age.js';
import { parseArtifactType } from '#model/artifact-type.js';
import type { RetentionRules } from '#model/select-old-versions.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionId } from '#model/version.js';
import { pathFilter } from './path-filter.js';
import type { RepositoryContext } from './repository-context.js';

/** Which versions may go though history names them. */
export interface RulesRequest {
  /** All but so many of each artifact. */
  readonly keepLast?: number | undefined;
  /** Those that were recorded longer ago: `90d`. */
  readonly olderThan?: string | undefined;
  /** Only versions of this type. */
  readonly type?: string | undefined;
  /** Only these artifacts, or versions, as globs. */
  readonly artifacts?: readonly string[] | undefined;
  /** Artifacts or versions (`name`, `name:v2`, a digest) that may go though nobody else is seen to have them. */
  readonly unpushed?: readonly string[] | undefined;
}

export interface GcRequest extends RulesRequest, TaskOptions {
  /** plan: says what could go; apply: moves it to the trash; purge: frees what has lain there for `trashAge`. */
  readonly mode: 'plan' | 'apply' | 'purge';
  /** `7d`; default. */
  readonly trashAge?: string | undefined;
  /** What was stored a shorter time ago stays: `14d`, the default. */
  readonly grace?: string | undefined;
  /** Repositories that shared the cache, and need nothing of it any more. */
  readonly forgetRepositories?: readonly string[] | undefined;
  /** Roots that are to be done without, by the names that errors give them. */
  readonly ignore?: readonly string[] | undefined;
}

/** Rules, read and checked. */
export interface RuleSettings {
  /** Undefined where no version may go that history names. */
  readonly rules: RetentionRules | undefined;
  /** The rules as they are typed: `--keep-last 3`. */
  readonly ruleText: string | undefined;
  readonly unpushed: readonly string[];
}

/** A request, read and checked. */
export interface GcSettings extends RuleSettings {
  readonly mode: 'plan' | 'apply' | 'purge';
  readonly graceSeconds: number;
  readonly trashSeconds: number;
  readonly forgotten: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
}

/** @throws `usage.invalid-argument` */
export function gcSettings(context: RepositoryContext, request: GcRequest): GcSettings {
  const { mode, grace = '14d', trashAge = '7d', forgetRepositories = [], ignore = [] } = request;
  return {
    mode,
    graceSeconds: parseAge(grace),
    trashSeconds: parseAge(trashAge),
    ...ruleSettings(context, request),
    forgotten: withAbsolute(context, forgetRepositories),
    ignored: withAbsolute(context, ignore),
  };
}

/** @throws `usage.invalid-argument` */
export function ruleSettings(context: RepositoryContext, request: RulesRequest): RuleSettings {
  return { rules: rulesOf(context, request), ruleText: ruleTextOf(request), unpushed: request.unpushed ?? [] };
}

/** Names, and what they are as paths from where the user stands. */
function withAbsolute({ git, folder }: RepositoryContext, names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => [name, resolve(git.places.root, folder, name)]));
}

function rulesOf(context: RepositoryContext, request: RulesRequest): RetentionRules | undefined {
  const { keepLast, olderThan, type, artifacts = [] } = request;
  if (keepLast === undefined && olderThan === undefined) {
    if (type === undefined && artifacts.length === 0) return undefined;
    throw new PixelisError('usage.invalid-argument', 'it is not said which of these versions may go', {
      hint: 'add --keep-last N, --older-than AGE or both',
    });
  }
  return {
    keepLast,
    until: olderThan === undefined ? undefined : context.now().getTime() - 1000 * parseAge(olderThan),
    type: type === undefined ? undefined : parseArtifactType(type, context.config.types),
    isMeant: versionFilter(artifacts),
  };
}

function ruleTextOf({ keepLast, olderThan, type, artifacts = [] }: RulesRequest): string | undefined {
  const rules = [
    keepLast === undefined ? '' : `--keep-last ${keepLast}`,
    olderThan === undefined ? '' : `--older-than ${olderThan}`,
    type === undefined ? '' : `--type ${type}`,
    ...artifacts.map((glob) => `--artifact '${glob}'`),
  ];
  return rules.filter((rule) => rule !== '').join(' ') || undefined;
}

/** Whether globs name a version, `dataset-*:v1`, or its artifact. Undefined where there are none. */
export function versionFilter(globs: readonly string[]): ((version: VersionId) => boolean) | undefined {
  const fits = pathFilter(globs);
  return fits && (({ artifact, version }) => fits(artifact) || fits(`${artifact}:v${version}`));
}
