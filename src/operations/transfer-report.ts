import { isPixelisError, PixelisError, problemOf } from '#errors/index.js';
import type { Digest } from '#model/digest.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem, Transfer } from '#schema/index.js';
import type { CopyResult } from '#store/copy-objects.js';
import type { Dropping } from '#store/dropped-versions.js';
import type { LocalStore } from '#store/object-store.js';
import { droppingsOn, noDroppings, versionDroppedOnRemote } from './dropped-on-remote.js';
import { lastCopyDropped } from './known-dropped.js';
import { isIncluded, type PathFilter } from './path-filter.js';
import { readTreeEntries } from './read-tree-entries.js';
import type { Remote } from './repository-context.js';
import type { TransferSubject } from './transfer-subjects.js';

export interface TransferOutcome {
  readonly transfer: Transfer;
  readonly problems: Problem[];
  /** Versions of which neither side has anything because a rule let the last copy go. */
  readonly warnings: Problem[];
}

export interface TransferFacts {
  readonly remote: Remote;
  readonly subjects: readonly TransferSubject[];
  readonly result: CopyResult;
  readonly filter: PathFilter;
}

/** As many files are named in one message. */
const maxNamed = 3;

/** What a transfer did, with every version that it could not complete named, and the files that it lacks. */
export async function reportTransfer(
  cache: LocalStore,
  facts: TransferFacts,
  options: TaskOptions,
): Promise<TransferOutcome> {
  const { remote, subjects, result } = facts;
  const missing = new Set(result.missing);
  const corrupt = new Set(result.corrupt);
  const isWhole = missing.size + corrupt.size === 0;
  const there = missing.size === 0 ? noDroppings : await droppingsOn(remote, options);
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const versions = [];
  for (const subject of subjects) {
    const { artifact, version, digest, path } = subject;
    const lacking = isWhole
      ? []
      : await lackingFiles(cache, { subject, missing, corrupt, filter: facts.filter }, options);
    const letGoThere = there(subject);
    const isLetGo =
      (subject.isLetGo === true && subject.dropped?.unpushed === true) ||
      (subject.isPast === true && letGoThere !== undefined);
    for (const problem of lackingProblems(subject, { remote, letGoThere }, lacking)) {
      (isLetGo && problem.code === 'object.dropped' ? warnings : problems).push(problem);
    }
    versions.push({
      artifact,
      version,
      digest,
      ...(path === undefined ? {} : { path }),
      complete: lacking.length === 0,
    });
  }
  return {
    transfer: {
      remote: remote.name,
      versions,
      upToDate: result.copied.objects === 0 && isWhole,
      objects: result.copied.objects,
      bytes: result.copied.bytes,
      presentObjects: result.present,
      missingObjects: missing.size,
      corruptObjects: corrupt.size,
    },
    problems,
    warnings,
  };
}

/** Digests of the versions that were asked for as a whole and are whole on the other side now. */
export function wholeVersions(
  subjects: readonly TransferSubject[],
  { versions }: Transfer,
  filter: PathFilter,
): readonly Digest[] {
  if (filter !== undefined) return [];
  return subjects
    .filter(({ only }, index) => only === undefined && versions[index]?.complete === true)
    .map(({ digest }) => digest);
}

interface LackingFile {
  /** Inside the version; '' is all of it, as far as can be told. */
  readonly path: string;
  readonly kind: 'missing' | 'corrupt';
}

interface LackingQuestion {
  readonly subject: TransferSubject;
  readonly missing: ReadonlySet<Digest>;
  readonly corrupt: ReadonlySet<Digest>;
  readonly filter: PathFilter;
}

async function lackingFiles(
  cache: LocalStore,
  { subject, missing, corrupt, filter }: LackingQuestion,
  options: TaskOptions,
): Promise<readonly LackingFile[]> {
  const kindOf = (digest: Digest): LackingFile['kind'] | undefined =>
    corrupt.has(digest) ? 'corrupt' : missing.has(digest) ? 'missing' : undefined;
  const whole = kindOf(subject.digest);
  if (whole !== undefined) return [{ path: '', kind: whole }];
  if (subject.files === undefined) return [];
  try {
    return (await readTreeEntries(cache, subject.digest, options)).flatMap((entry) => {
      if (entry.kind === 'folder' || !isIncluded(entry.path, filter, subject.only)) return [];
      const kind = kindOf(entry.digest);
      return kind === undefined ? [] : [{ path: entry.path, kind }];
    });
  } catch (error) {
    if (!isPixelisError(error, 'object.missing') && !isPixelisError(error, 'object.corrupt')) throw error;
    return [{ path: '', kind: error.code === 'object.corrupt' ? 'corrupt' : 'missing' }];
  }
}

interface Side {
  readonly remote: Remote;
  /** The collection whose rules let the version go there. */
  readonly letGoThere: Dropping | undefined;
}

function lackingProblems(
  subject: TransferSubject,
  { remote, letGoThere }: Side,
  lacking: readonly LackingFile[],
): readonly Problem[] {
  const { artifact, version, digest, path } = subject;
  const about = { artifact, version, digest, remote: remote.name, ...(path === undefined ? {} : { path }) };
  return (['missing', 'corrupt'] as const).flatMap((kind) => {
    const files = lacking.filter((file) => file.kind === kind);
    if (files.length === 0) return [];
    const error =
      kind === 'missing' ? missingError(subject, { remote, letGoThere }, files) : corruptError(subject, remote, files);
    return [problemOf(error, about)];
  });
}

function missingError(
  subject: TransferSubject,
  { remote, letGoThere: there }: Side,
  files: readonly LackingFile[],
): PixelisError {
  if (there !== undefined)
    return versionDroppedOnRemote(subject, { there, here: subject.dropped, remote: remote.name });
  if (subject.dropped?.unpushed === true) return lastCopyDropped(subject, subject.dropped);
  return new PixelisError(
    'object.missing',
    `${named(subject, files)} neither in the cache nor in ${remote.store.label}`,
    {
      hint: 'push it from where it was added, or add it again if the files are there',
    },
  );
}

function corruptError(subject: TransferSubject, remote: Remote, files: readonly LackingFile[]): PixelisError {
  return new PixelisError(
    'object.corrupt',
    `${named(subject, files)} damaged, and was not moved to or from ${remote.store.label}`,
    {
      hint: 'bring a good copy from another remote, or add it again if the files are there',
    },
  );
}

function named({ artifact, version }: TransferSubject, files: readonly LackingFile[]): string {
  const what = `'${artifact}:v${version}'`;
  if (files[0]?.path === '') return `${what} is`;
  const shown = files.slice(0, maxNamed).map(({ path }) => `'${path}'`);
  const more = files.length > maxNamed ? ` and ${files.length - maxNamed} more` : '';
  return `${shown.join(', ')}${more} of ${what} ${files.length === 1 ? 'is' : 'are'}`;
}
