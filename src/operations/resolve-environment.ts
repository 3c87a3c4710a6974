import { PixelisError } from '#errors/index.js';
import {
  decodeEnvironmentRecord,
  environmentRecordPath,
  environmentsFolder,
  parseEnvironmentRecordPath,
} from '#format/environment-record.js';
import { settingsLimitBytes } from '#format/yaml-document.js';
import { hashBytes, loadHasher } from '#hashing/hasher.js';
import { liveRunFolder } from '#live-run/live-run-folder.js';
import { readRunStart } from '#live-run/run-start-file.js';
import { type Digest, digestHex } from '#model/digest.js';
import type { EnvironmentRecord } from '#model/environment.js';
import { isRunId, type RunStart } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { RecordSource } from '#records/record-source.js';
import type { RepositoryContext } from './repository-context.js';

/** A recorded environment that was named. */
export interface FoundEnvironment {
  readonly digest: Digest;
  readonly record: EnvironmentRecord;
  /** The run by which it was named. */
  readonly run: RunStart | undefined;
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
  const digest = run === undefined ? await namedDigest(source, text, options) : run.environment;
  if (digest === undefined) {
    throw new PixelisError('environment.not-found', `run '${text}' has no environment`, { data: { run: text } });
  }
  return { digest, record: await readEnvironment(source, digest, options), run };
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

/** A run that goes on or has ended; undefined where none has the id. */
async function namedRun(context: RepositoryContext, id: string, options: TaskOptions): Promise<RunStart | undefined> {
  if (!isRunId(id)) return undefined;
  const ended = await context.worktreeCatalog().run(id, options);
  return ended ?? readRunStart(liveRunFolder(context.sharedState, id))?.start;
}

async function namedDigest(source: RecordSource, text: string, options: TaskOptions): Promise<Digest> {
  const hex = /^(?:blake3:)?([0-9a-f]{4,64})$/.exec(text)?.[1];
  const known = (await source.list(environmentsFolder, '.yaml', options)).flatMap(
    (path) => parseEnvironmentRecordPath(path) ?? [],
  );
  const fitting = known.filter((digest) => hex !== undefined && digestHex(digest).startsWith(hex));
  const [found] = fitting;
  if (found === undefined) {
    throw new PixelisError('environment.not-found', `'${text}' is neither an environment nor a run`, {
      hint: 'give the id of a run, at least 4 hex digits of the digest of an environment, or . for this machine',
      data: { reference: text },
    });
  }
  if (fitting.length > 1) {
    throw new PixelisError('reference.ambiguous', `${fitting.length} environments begin with '${text}'`, {
      hint: `give more digits: ${fitting.map((digest) => digestHex(digest).slice(0, 16)).join(', ')}`,
      data: { reference: text, candidates: fitting },
    });
  }
  return found;
}
