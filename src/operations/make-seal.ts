import { join } from 'node:path';
import { PixelisError, problemOf } from '#errors/index.js';
import { withLock } from '#lock/with-lock.js';
import { isSealedState, type SealEntry } from '#model/seal-entry.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem, SealResult } from '#schema/index.js';
import { sealsRef } from '#seals/seal-chain.js';
import { type CheckedSeals, checkSeals, rememberTrail } from './check-seals.js';
import { exchangeSeals } from './exchange-seals.js';
import { joinSeals, remotesOf, type SealGround } from './join-seals.js';
import { keepSeal } from './keep-seal.js';
import { signaturesOf } from './judge-seals.js';
import type { RepositoryContext } from './repository-context.js';
import { sealAdditions, sealedNow } from './seal-additions.js';
import { sealFacts } from './seal-facts.js';
import { entriesOf, ownSeals, sealedTrail } from './sealed-trail.js';
import { writeSeal } from './write-seal.js';

export interface SealRequest extends TaskOptions {
  /** Why what was rewritten or lost since the last seal was meant to be. */
  readonly accept?: string | undefined;
  readonly dryRun?: boolean | undefined;
  /** Brings the seals to a remote of git: by name, or `origin` (`true`). */
  readonly push?: boolean | string | undefined;
  /** Keeps the checkpoint on a remote of Pixelis, too: by name, or the default one (`true`). */
  readonly remote?: boolean | string | undefined;
  /** For so many days the remote is to let nobody remove it. */
  readonly lockDays?: number | undefined;
}

/** Others may seal the same clone, or push to the same remote, meanwhile; each try starts from what they left. */
const tries = 5;

/**
 * Seals every record, pointer and shared head that can be reached now, and joins what others sealed. Where something was
 * rewritten or lost since the last seal, nothing is sealed unless a reason is given; it then stands in the seal.
 * @throws `git.shallow`; `seal.broken`; `git.failed`, `offline.forbidden` for the push; `git.unsupported` without the executable
 */
export async function makeSeal(
  context: RepositoryContext,
  { push = false, remote = false, lockDays, ...request }: SealRequest = {},
): Promise<SealResult> {
  if (context.git.places.isShallow) {
    throw new PixelisError('git.shallow', 'history is cut off here: a seal would leave out what came before', {
      hint: 'git fetch --unshallow',
    });
  }
  if (lockDays !== undefined && remote === false) {
    throw new PixelisError('usage.invalid-argument', '--lock-days says nothing without --remote', {
      hint: `pixelis audit seal --remote --lock-days ${lockDays}`,
    });
  }
  // First, so that nothing is sealed where it could not be kept.
  const keeper = remote === false ? undefined : await context.remote(remote === true ? undefined : remote);
  const made = await sealAndPush(context, { ...request, push });
  if (keeper === undefined || request.dryRun === true || made.problems.length > 0) return made;
  const chain = await ownSeals(context.git, request);
  if (chain === undefined) return made;
  const keepUntil = lockDays === undefined ? undefined : new Date(context.now().getTime() + lockDays * dayMs);
  const key = await keepSeal(keeper, { chain, keepUntil }, request);
  return { ...made, kept: { remote: keeper.name, key } };
}

const dayMs = 86_400_000;

async function sealAndPush(
  context: RepositoryContext,
  { push, ...request }: Omit<SealRequest, 'remote' | 'lockDays'>,
): Promise<SealResult> {
  const exchange =
    push === undefined || push === false ? undefined : await exchangeSeals(context, push === true ? 'origin' : push);
  for (let attempt = 1; ; attempt++) {
    const made = await withLock(
      join(context.sharedState, 'locks', 'seals'),
      () => sealUnderLock(context, { ...request, from: exchange?.remote }),
      {
        signal: request.signal,
      },
    );
    const isDone = exchange === undefined || request.dryRun === true || made.problems.length > 0;
    if (isDone || made.seal === undefined) return made;
    if (await exchange.push(request)) return { ...made, pushed: exchange.remote };
    if (attempt === tries) throw busy(`the seals of '${exchange.remote}'`);
    await exchange.fetch(request);
  }
}

async function sealUnderLock(
  context: RepositoryContext,
  request: Omit<SealRequest, 'push' | 'remote' | 'lockDays'> & { readonly from: string | undefined },
): Promise<SealResult> {
  const { dryRun = false, accept, from: origin, ...options } = request;
  const { git } = context;
  for (let attempt = 1; attempt <= tries; attempt++) {
    const checked = await checkSeals(context, options);
    const troubles = checked.findings.filter(({ severity }) => severity === 'tampered');
    const others = checked.findings.filter((finding) => !troubles.includes(finding));
    const outcome = { dryRun, warnings: others.map(({ error }) => problemOf(error)) };
    const broken = troubles.find(({ error }) => error.code === 'seal.broken');
    if (broken !== undefined) throw broken.error;
    if (troubles.length > 0 && accept === undefined) {
      return result(checked, { ...outcome, problems: troubles.map(({ error }) => problemOf(error)) });
    }
    const remotes = new Set([...remotesOf(checked.heads), ...(origin === undefined ? [] : [origin])]);
    const ground = await joinSeals(git, { own: checked.chain, remotes }, options);
    const trail = sealedTrail([...entriesOf(ground.chain), ...ground.carried]);
    const news = await sealAdditions(context, { trail, checked, accept }, options);
    const ends = ground.carried.length > 0 && news.length === 0 ? [sealedNow(context, undefined)] : [];
    const addition = [...ground.carried, ...news, ...ends];
    if (dryRun) return result(checked, { ...outcome, addition });
    const to = addition.length === 0 ? ground.parents[0] : await writeSeal(context, { ground, addition }, options);
    const from = checked.chain?.newest.commit;
    if (to === undefined || to === from) return result(checked, outcome);
    if (!(await git.updateRef({ ref: sealsRef, from, to }, options))) continue;
    return result(await rememberSeal(context, { checked, ground }, options), { ...outcome, addition: news });
  }
  throw busy(`'${sealsRef}'`);
}

/** What is sealed now; also what was joined is compared with what is here before it is remembered. */
async function rememberSeal(
  context: RepositoryContext,
  { checked, ground }: { readonly checked: CheckedSeals; readonly ground: SealGround },
  options: TaskOptions,
): Promise<Pick<CheckedSeals, 'chain' | 'signature'>> {
  const { heads } = checked;
  const findings = checked.findings.filter(({ severity }) => severity !== 'tampered');
  const chain = await ownSeals(context.git, options);
  if (chain === undefined) return { chain, signature: undefined };
  if (ground.chain === checked.chain) {
    await rememberTrail(context, { chain, heads, findings });
  } else {
    // What was accepted is no trouble any more: first the heads as they are, then what came from elsewhere.
    await rememberTrail(context, { chain: checked.chain, heads, findings });
    await checkSeals(context, options);
  }
  const [signature] = await signaturesOf(context, [chain.newest], options);
  return { chain, signature };
}

function busy(what: string): PixelisError {
  return new PixelisError('lock.held', `${what} were moved by somebody else all the time`, {
    hint: 'run the command again',
  });
}

interface Outcome {
  readonly dryRun: boolean;
  readonly warnings: readonly Problem[];
  readonly problems?: readonly Problem[];
  readonly addition?: readonly SealEntry[];
}

function result(
  { chain, signature }: Pick<CheckedSeals, 'chain' | 'signature'>,
  { dryRun, warnings, problems = [], addition = [] }: Outcome,
): SealResult {
  return {
    pixelis: 1,
    command: 'audit seal',
    dryRun,
    ...(chain === undefined ? {} : { seal: sealFacts(chain.newest, signature) }),
    added: {
      states: addition.filter(isSealedState).length,
      heads: addition.filter(({ kind }) => kind === 'head').length,
      accepted: addition.filter(({ kind }) => kind === 'rewritten' || kind === 'lost').length,
    },
    problems: [...problems],
    warnings: [...warnings],
  };
}
