import { type ErrorCode, errorCodes, problemOf } from '#errors/index.js';
import type { FoundFault, LetGoVersion, Problem, VerifiedScope, VerifiedStore, VerifyResult } from '#schema/index.js';
import { purgedLeft } from './known-tombstones.js';
import { type Fault, isOpen, type JudgedFault, type StoreReport } from './verify-faults.js';
import type { Needs } from './verify-needs.js';
import { foreignFiles, type ProblemFacts, problemsOfStore } from './verify-problems.js';

export interface VerifyFacts extends ProblemFacts {
  readonly scope: VerifiedScope;
  readonly letGo: readonly LetGoVersion[];
  readonly stores: readonly StoreReport[];
  /** What is wrong beside the objects. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The result: every fault with what needs it, and a problem for each version, run or file that is not whole. */
export function verifyReport(facts: VerifyFacts): VerifyResult {
  const { depth, scope, letGo, stores, needs, problems, warnings } = facts;
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
    ...(letGo.length === 0 ? {} : { dropped: [...letGo] }),
    stores: stores.map(storeFacts),
    found: stores.flatMap(({ remote, faults }) => faults.map((fault) => foundFault(fault, remote, needs))),
    needers: [...(needs?.needers ?? [])],
    problems: all,
    warnings: [...warnings, ...foreign, ...stores.flatMap(purgedFound)],
  };
}

/** A warning where a store has what was purged. */
function purgedFound({ remote, purged }: StoreReport): readonly Problem[] {
  return purged === 0 ? [] : [problemOf(purgedLeft(purged, remote), remote === undefined ? {} : { remote })];
}

function storeFacts({ remote, faults, bytes, notBrought, dropped, purged }: StoreReport): VerifiedStore {
  const open = (kind: Fault['kind']): number => faults.filter((fault) => fault.kind === kind && isOpen(fault)).length;
  return {
    ...(remote === undefined ? {} : { remote }),
    damaged: open('damaged'),
    missing: open('missing'),
    notBrought,
    ...(dropped === 0 ? {} : { dropped }),
    foreign: open('foreign'),
    ...(purged === 0 ? {} : { purged }),
    repaired: faults.filter(({ state }) => state === 'repaired').length,
    ...bytes,
  };
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
