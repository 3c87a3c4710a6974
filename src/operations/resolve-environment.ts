import { isPixelisError, PixelisError } from '#errors/index.js';
import {
  decodeEnvironmentRecord,
  environmentRecordPath,
  environmentsFolder,
  parseEnvironmentRecordPath,
} from '#format/environment-record.js';
import { settingsLimitBytes } from '#format/yaml-document.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { type Digest, digestHex } from '#model/digest.js';
import type { EnvironmentRecord } from '#model/environment.js';
import { isRunId } from '#model/run.js';
import type { RunFacts } from '#model/run-facts.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RecordSource } from '#records/record-source.js';
import { findRun } from './known-runs.js';
import type { RepositoryContext } from './repository-context.js';

/** A recorded environment that was named. */
export interface FoundEnvironment {
  readonly digest: Digest;
  readonly record: EnvironmentRecord;
  /** The run by which it was named. */
  readonly run: RunFacts | undefined;
}

/**
 * The environment of a run, or the one with a digest (`blake3:3fa2`, `3fa2`).
 * @throws `environment.not-found`, `reference.ambiguous`, `run.not-found`, `file.*`
 */
export async function resolveEnvironment(
  context: RepositoryContext,
  text: string,
  options: TaskOptions = {},
): Promise<FoundEnvironment> {
  const { source } = context.worktreeCatalog();
  const run = await namedRun(context, text, options);
  // What begins like both is the environment; a whole id is the run.
  const named = run instanceof PixelisError || run?.run !== text ? await namedDigest(source, text, options) : undefined;
  if (named !== undefined)
    return { digest: named, record: await readEnvironment(source, named, options), run: undefined };
  if (run instanceof PixelisError) throw run;
  if (run?.environment === undefined) {
    const what = run === undefined ? 'is neither an environment nor a run' : 'is a run without an environment';
    throw new PixelisError('environment.not-found', `'${text}' ${what}`, {
      hint: 'give the id of a run, at least 4 hex digits of the digest of an environment, or . for this machine',
      data: { reference: text },
    });
  }
  return { digest: run.environment, record: await readEnvironment(source, run.environment, options), run };
}

/** The record of an environment. @throws `environment.not-found`; `file.*` where it is not what its name says */
export async function readEnvironment(
  source: RecordSource,
  digest: Digest,
  options: TaskOptions = {},
): Promise<EnvironmentRecord> {
  const path = environmentRecordPath(digest);
  // A commit is read by what was listed of it.
  if (source.commit !== undefined) await source.list(environmentsFolder, '.yaml', options);
  for await (const { bytes } of source.read([path], { ...options, limitBytes: settingsLimitBytes })) {
    const record = decodeEnvironmentRecord(bytes, path);
    if (hashBytes(bytes, await loadHasher()) === digest) return record;
    throw new PixelisError('file.invalid', `'${path}' is not the environment that its name says`, {
      hint: `see how it came here: git log -- ${path}`,
      data: { path },
    });
  }
  throw new PixelisError('environment.not-found', `no environment is recorded under '${digest}'`, {
    hint: `it may be on another branch: git log --all -- ${path}`,
    data: { digest, path },
  });
}

/** Whether the worktree has a record of an environment. */
export function isRecorded({ files }: Pick<RepositoryContext, 'files'>, digest: Digest): boolean {
  return files.read(environmentRecordPath(digest), settingsLimitBytes) !== undefined;
}

/** The run of this id, or of the unique beginning of one; undefined where there is none, the error where there are several. */
async function namedRun(
  context: RepositoryContext,
  text: string,
  options: TaskOptions,
): Promise<RunFacts | PixelisError | undefined> {
  if (!isRunId(text)) return undefined;
  try {
    return await findRun(context, text, options);
  } catch (error) {
    if (isPixelisError(error, 'run.not-found')) return undefined;
    if (isPixelisError(error, 'reference.ambiguous')) return error;
    throw error;
  }
}

/** The environment whose digest begins so; undefined where none does. @throws `reference.ambiguous` */
async function namedDigest(source: RecordSource, text: string, options: TaskOptions): Promise<Digest | undefined> {
  const hex = /^(?:blake3:)?([0-9a-f]{4,64})$/.exec(text)?.[1];
  if (hex === undefined) return undefined;
  const known = (await source.list(environmentsFolder, '.yaml', options)).flatMap(
    (path) => parseEnvironmentRecordPath(path) ?? [],
  );
  const fitting = known.filter((digest) => digestHex(digest).startsWith(hex));
  if (fitting.length > 1) {
    throw new PixelisError('reference.ambiguous', `${fitting.length} environments begin with '${text}'`, {
      hint: `give more digits: ${fitting.map((digest) => digestHex(digest).slice(0, 16)).join(', ')}`,
      data: { reference: text, candidates: fitting },
    });
  }
  return fitting[0];
}
