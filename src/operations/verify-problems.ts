import { PixelisError, problemOf } from '#errors/index.js';
import { type Digest, shortDigest } from '#model/digest.js';
import type { Dropping } from '#store/dropped-versions.js';
import { versionKey } from '#model/version.js';
import type { Needer, Problem, VerifyResult } from '#schema/index.js';
import { versionDroppedOnRemote } from './dropped-on-remote.js';
import { type DroppingOf, versionDropped } from './known-dropped.js';
import { type Fault, isOpen, type StoreReport } from './verify-faults.js';
import type { Needs } from './verify-needs.js';

export interface ProblemFacts {
  readonly depth: VerifyResult['depth'];
  /** Whether it was tried to repair what is found. */
  readonly isRepair: boolean;
  readonly needs: Needs | undefined;
  /** Versions that are asked for although a rule let them go from the cache, by their keys. */
  readonly dropped: ReadonlyMap<string, DroppedHere>;
}

export interface DroppedHere extends Dropping {
  readonly isInTrash: boolean;
}

/** A warning for each file that does not belong there. */
export function foreignFiles({ remote, faults }: StoreReport): readonly Problem[] {
  return faults
    .filter((fault) => fault.kind === 'foreign' && isOpen(fault))
    .map(({ file }) => {
      const error = new PixelisError('store.foreign-file', `'${file}' in ${labelOf(remote)} is no file of Pixelis`);
      return problemOf(error, remote === undefined ? {} : { remote });
    });
}

/** One problem for each version or run that is not whole, and one for each damaged thing that nothing is known to need. */
export function problemsOfStore(
  { remote, faults, droppedThere }: StoreReport,
  facts: ProblemFacts,
): readonly Problem[] {
  const { needs } = facts;
  const about = remote === undefined ? {} : { remote };
  const lacking = new Map<number, Record<'missing' | 'damaged', Set<string>>>();
  const alone: Problem[] = [];
  for (const fault of faults) {
    if (fault.kind === 'foreign' || !isOpen(fault)) continue;
    const needed = fault.digest === undefined ? [] : (needs?.needsOf(fault.digest) ?? []);
    for (const { needer } of needed) {
      const counts = lacking.get(needer) ?? { missing: new Set(), damaged: new Set() };
      lacking.set(needer, counts);
      counts[fault.kind].add(fault.digest as string);
    }
    if (needed.length === 0) alone.push(problemOf(errorAlone(fault, remote, facts), about));
  }
  const ofNeeders = [...lacking].flatMap(([number, counts]) => {
    const needer = needs?.needers[number] as Needer;
    return (['damaged', 'missing'] as const).flatMap((kind) =>
      counts[kind].size === 0
        ? []
        : [
            problemOf(errorOf(needer, { kind, count: counts[kind].size, remote, droppedThere }, facts), {
              ...about,
              ...subjectOf(needer),
            }),
          ],
    );
  });
  return [...ofNeeders, ...alone];
}

interface LackingObjects {
  readonly kind: 'missing' | 'damaged';
  readonly count: number;
  readonly remote: string | undefined;
  readonly droppedThere: DroppingOf;
}

function errorOf(
  needer: Needer,
  { kind, count, remote, droppedThere }: LackingObjects,
  { isRepair, depth, dropped }: ProblemFacts,
): PixelisError {
  const dropping =
    kind !== 'missing'
      ? undefined
      : remote === undefined
        ? droppingOf(needer, dropped)
        : droppingThere(needer, { dropped, droppedThere, remote });
  if (dropping !== undefined) return dropping;
  const objects = count === 1 ? '1 object' : `${count} objects`;
  const where = labelOf(remote);
  const state = kind === 'damaged' ? `damaged in ${where}` : `missing from ${where}`;
  const name = needer.run === undefined ? `'${needer.artifact}:v${needer.version}'` : `run '${needer.run}'`;
  const message = `${objects} of ${name} ${count === 1 ? 'is' : 'are'} ${state}`;
  return new PixelisError(kind === 'damaged' ? 'object.corrupt' : 'object.missing', message, {
    hint: isRepair ? lastKnown(needer, remote) : kind === 'damaged' ? repairHint(remote, depth) : bringHint(remote),
  });
}

function droppingOf({ artifact, version, digest }: Needer, dropped: ProblemFacts['dropped']): PixelisError | undefined {
  if (artifact === undefined || version === undefined || digest === undefined) return undefined;
  const dropping = dropped.get(versionKey({ artifact, version, digest: digest as Digest }));
  return dropping && versionDropped({ artifact, version }, dropping, dropping.isInTrash);
}

function droppingThere(
  { artifact, version, digest }: Needer,
  {
    dropped,
    droppedThere,
    remote,
  }: Pick<ProblemFacts, 'dropped'> & Pick<LackingObjects, 'droppedThere'> & { readonly remote: string },
): PixelisError | undefined {
  if (artifact === undefined || version === undefined || digest === undefined) return undefined;
  const named = { artifact, version, digest: digest as Digest };
  const there = droppedThere(named);
  return there && versionDroppedOnRemote(named, { there, here: dropped.get(versionKey(named)), remote });
}

function errorAlone(
  { kind, digest, file, reason, error }: Fault,
  remote: string | undefined,
  { isRepair, depth }: ProblemFacts,
): PixelisError {
  const where = labelOf(remote);
  const what = digest === undefined ? `'${file}'` : `object '${shortDigest(digest)}'`;
  const message =
    kind === 'missing'
      ? `${what} is missing from ${where}`
      : `${what} in ${where} is damaged: ${reason ?? 'its bytes are wrong'}`;
  const code = kind === 'missing' ? 'object.missing' : digest === undefined ? 'pack.corrupt' : 'object.corrupt';
  return new PixelisError(code, message, {
    hint: error?.hint ?? (isRepair ? undefined : repairHint(remote, depth)),
  });
}

function labelOf(remote: string | undefined): string {
  return remote === undefined ? 'the cache' : `remote '${remote}'`;
}

function subjectOf({ artifact, version, digest, paths }: Needer) {
  return {
    ...(artifact === undefined ? {} : { artifact }),
    ...(version === undefined ? {} : { version }),
    ...(digest === undefined ? {} : { digest }),
    ...(paths[0] === undefined ? {} : { path: paths[0] }),
  };
}

/** What finds it again, and heals it. */
function repairHint(remote: string | undefined, depth: VerifyResult['depth']): string {
  const where = remote === undefined ? '' : ` --remote=${remote} --download`;
  return `heal it from any good copy: pixelis verify${depth === 'quick' ? '' : ' --full'}${where} --repair`;
}

function bringHint(remote: string | undefined): string {
  return remote === undefined ? 'bring it: pixelis fetch' : `bring it there: pixelis push --remote ${remote}`;
}

/** Whom to ask, once there is no good copy at hand. */
function lastKnown({ commits: [latest] }: Needer, remote: string | undefined): string {
  const ask = remote === undefined ? 'no good copy is at hand' : 'the cache has no good copy either';
  if (latest === undefined) return `${ask}: add it again, or have it pushed from where it was made`;
  return `${ask}; ${latest.author} <${latest.email}> recorded it in ${latest.commit.slice(0, 10)} (${latest.date.slice(0, 10)}) and may still have it`;
}
