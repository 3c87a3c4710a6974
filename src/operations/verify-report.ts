import { type ErrorCode, errorCodes, PixelisError, problemOf } from '#errors/index.js';
import { shortDigest } from '#model/digest.js';
import type { FoundFault, Needer, Problem, VerifiedScope, VerifiedStore, VerifyResult } from '#schema/index.js';
import type { Fault } from './verify-faults.js';
import type { Needs } from './verify-needs.js';

/** What was found in one store. */
export interface StoreReport {
  /** Its name; undefined for the cache. */
  readonly remote: string | undefined;
  readonly faults: readonly JudgedFault[];
  readonly bytes: Pick<VerifiedStore, 'hashed' | 'checksums'>;
}

/** A fault, and what became of it. */
export interface JudgedFault extends Fault {
  /** Default: `found`. */
  readonly state?: FoundFault['state'] | undefined;
  readonly from?: string | undefined;
  /** Where what was wrong lies now. */
  readonly quarantine?: string | undefined;
}

export interface VerifyFacts {
  readonly depth: VerifyResult['depth'];
  /** Whether it was tried to repair what is found. */
  readonly isRepair: boolean;
  readonly scope: VerifiedScope;
  readonly stores: readonly StoreReport[];
  readonly needs: Needs | undefined;
  /** What is wrong beside the objects. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The result: every fault with what needs it, and a problem for each version, run or file that is not whole. */
export function verifyReport(facts: VerifyFacts): VerifyResult {
  const { depth, scope, stores, needs, problems, warnings } = facts;
  const ofStores = stores.flatMap((store) => problemsOfStore(store, facts));
  const foreign = stores.flatMap((store) => foreignFiles(store));
  const all = [...problems, ...ofStores];
  return {
    pixelis: 1,
    command: 'verify',
    depth,
    // A remote that cannot be asked says nothing of what it holds.
    intact: all.every(({ code }) => errorCodes[code as ErrorCode].kind === 'remote'),
    scope,
    stores: stores.map(storeFacts),
    found: stores.flatMap(({ remote, faults }) => faults.map((fault) => foundFault(fault, remote, needs))),
    needers: [...(needs?.needers ?? [])],
    problems: all,
    warnings: [...warnings, ...foreign],
  };
}

function storeFacts({ remote, faults, bytes }: StoreReport): VerifiedStore {
  const open = (kind: Fault['kind']): number => faults.filter((fault) => fault.kind === kind && isOpen(fault)).length;
  return {
    ...(remote === undefined ? {} : { remote }),
    damaged: open('damaged'),
    missing: open('missing'),
    foreign: open('foreign'),
    repaired: faults.filter(({ state }) => state === 'repaired').length,
    ...bytes,
  };
}

function isOpen({ state = 'found' }: JudgedFault): boolean {
  return state === 'found';
}

function foundFault(fault: JudgedFault, remote: string | undefined, needs: Needs | undefined): FoundFault {
  const { kind, state = 'found', digest, size, file, reason, from, quarantine } = fault;
  const lastHad = digest === undefined || state === 'repaired' ? undefined : needs?.lastHad(digest);
  return {
    ...(remote === undefined ? {} : { remote }),
    kind,
    state,
    ...(digest === undefined ? {} : { digest }),
    ...(size === undefined ? {} : { size }),
    ...(file === undefined ? {} : { file }),
    ...(reason === undefined ? {} : { reason }),
    ...(from === undefined ? {} : { from }),
    ...(quarantine === undefined ? {} : { quarantine }),
    needed: digest === undefined ? [] : [...(needs?.needsOf(digest) ?? [])],
    ...(lastHad === undefined ? {} : { lastHad }),
  };
}

function foreignFiles({ remote, faults }: StoreReport): readonly Problem[] {
  return faults
    .filter((fault) => fault.kind === 'foreign' && isOpen(fault))
    .map(({ file }) => {
      const where = remote === undefined ? 'the cache' : `remote '${remote}'`;
      const error = new PixelisError('store.foreign-file', `'${file}' in ${where} is no file of Pixelis`);
      return problemOf(error, remote === undefined ? {} : { remote });
    });
}

/** One problem for each version or run that is not whole, and one for each damaged thing that nothing is known to need. */
function problemsOfStore({ remote, faults }: StoreReport, facts: VerifyFacts): readonly Problem[] {
  const { needs } = facts;
  const where = remote === undefined ? 'the cache' : `remote '${remote}'`;
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
    if (needed.length === 0) alone.push(problemOf(errorAlone(fault, where, facts), about));
  }
  const ofNeeders = [...lacking].flatMap(([number, counts]) => {
    const needer = needs?.needers[number] as Needer;
    return (['damaged', 'missing'] as const).flatMap((kind) =>
      counts[kind].size === 0
        ? []
        : [
            problemOf(errorOf(needer, { kind, count: counts[kind].size, remote }, facts), {
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
}

function errorOf(needer: Needer, { kind, count, remote }: LackingObjects, { isRepair }: VerifyFacts): PixelisError {
  const objects = count === 1 ? '1 object' : `${count} objects`;
  const where = remote === undefined ? 'the cache' : `remote '${remote}'`;
  const state = kind === 'damaged' ? `damaged in ${where}` : `missing from ${where}`;
  const name = needer.run === undefined ? `'${needer.artifact}:v${needer.version}'` : `run '${needer.run}'`;
  const message = `${objects} of ${name} ${count === 1 ? 'is' : 'are'} ${state}`;
  return new PixelisError(kind === 'damaged' ? 'object.corrupt' : 'object.missing', message, {
    hint: isRepair ? lastKnown(needer, remote) : kind === 'damaged' ? repairHint(remote) : bringHint(remote),
  });
}

function errorAlone(
  { kind, digest, file, reason, error }: Fault,
  where: string,
  { isRepair }: VerifyFacts,
): PixelisError {
  const what = digest === undefined ? `'${file}'` : `object '${shortDigest(digest)}'`;
  const message =
    kind === 'missing'
      ? `${what} is missing from ${where}`
      : `${what} in ${where} is damaged: ${reason ?? 'its bytes are wrong'}`;
  const code = kind === 'missing' ? 'object.missing' : digest === undefined ? 'pack.corrupt' : 'object.corrupt';
  return new PixelisError(code, message, {
    hint: error?.hint ?? (isRepair ? undefined : repairHint(undefined)),
  });
}

function subjectOf({ artifact, version, digest, paths }: Needer) {
  return {
    ...(artifact === undefined ? {} : { artifact }),
    ...(version === undefined ? {} : { version }),
    ...(digest === undefined ? {} : { digest }),
    ...(paths[0] === undefined ? {} : { path: paths[0] }),
  };
}

function repairHint(remote: string | undefined): string {
  return `heal it from any good copy: pixelis verify${remote === undefined ? '' : ` --remote=${remote}`} --repair`;
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
