import { existsSync } from 'node:fs';
import { PixelisError } from '#errors/index.js';
import { liveRunFolder } from '#live-run/live-run-folder.js';
import { runOfRank } from '#model/rank-of-environment.js';
import type { Rank, RunStart, UsedVersion } from '#model/run.js';
import { activeRun } from './active-run.js';
import { refuseModifiedInputs } from './refuse-modified-inputs.js';
import type { RepositoryContext } from './repository-context.js';
import { type RunConfig, readRunConfig } from './run-config.js';
import { newRunId } from './run-id.js';
import { checkOutput } from './run-outputs.js';
import { checkRunRequest, parseOutput, type RunRequest, type WantedOutput } from './run-request.js';
import { rankOfRun } from './run-rank.js';
import { usedVersion } from './used-version.js';

/** What a run would be, all of it known to be possible. */
export interface PreparedRun {
  readonly run: string;
  readonly rank?: Rank | undefined;
  readonly parent: string | undefined;
  readonly config: RunConfig | undefined;
  /** As they were asked for, and as they were read. */
  readonly declaredOutputs: readonly string[];
  readonly outputs: readonly WantedOutput[];
  /** The artifacts of the outputs, in their order. */
  readonly artifacts: readonly (string | undefined)[];
  readonly inputs: readonly UsedVersion[];
}

/**
 * Refuses what can be refused before a run begins; writes nothing.
 * @throws `run.exists`, `run.input-modified`, `usage.invalid-argument`, `reference.not-found`, `path.not-found`, `name.*`
 */
export async function prepareRun(
  context: RepositoryContext,
  subject: Pick<RunStart, 'kind'>,
  request: RunRequest,
): Promise<PreparedRun> {
  checkRunRequest(request);
  const active = activeRun(context)?.start;
  const parent = request.parent ?? active?.run;
  const parentRank = active?.run === parent ? active?.rank : undefined;
  // Records and pointers are read once for all questions.
  const catalog = context.worktreeCatalog();
  const asked: RepositoryContext = Object.create(context, { worktreeCatalog: { value: () => catalog } });
  const { run, rank } = await identityOf(asked, { subject, request, parent, parentRank });
  if ((await catalog.run(run, request)) !== undefined) throw runExists(run);
  const config = request.config === undefined ? undefined : readRunConfig(context, request.config);
  const declaredOutputs = [...new Set([...(request.outputs ?? []), ...(config?.outputs ?? [])])];
  const outputs = declaredOutputs.map(parseOutput);
  const artifacts: (string | undefined)[] = [];
  for (const output of outputs) artifacts.push(await checkOutput(asked, { run, output }, request));
  const inputs: UsedVersion[] = [];
  for (const text of [...(request.inputs ?? []), ...(config?.inputs ?? [])])
    inputs.push(await usedVersion(asked, text, request));
  await refuseModifiedInputs(asked, inputs, request);
  return { run, rank, parent, config, declaredOutputs, outputs, artifacts, inputs };
}

interface Identity {
  readonly run: string;
  readonly rank?: Rank | undefined;
}

/**
 * A rank takes the first launch of its job that it has no run of yet. All ranks come to the same one: each of them was in
 * each launch.
 */
async function identityOf(
  context: RepositoryContext,
  {
    subject: { kind },
    request,
    parent,
    parentRank,
  }: {
    readonly subject: Pick<RunStart, 'kind'>;
    readonly request: RunRequest;
    readonly parent: string | undefined;
    readonly parentRank: Rank | undefined;
  },
): Promise<Identity> {
  const { environment, sharedState } = context;
  const { id, name } = request;
  const catalog = context.worktreeCatalog();
  for (let launch = 1; ; launch += 1) {
    const rank = rankOfRun(environment, { id, name, kind, parent, parentRank, launch });
    if (rank === undefined) return { run: id ?? newRunId() };
    const run = runOfRank(rank.group, rank.rank);
    if (id !== undefined) return { run, rank };
    const isTaken =
      existsSync(liveRunFolder(sharedState, run).folder) || (await catalog.run(run, request)) !== undefined;
    if (!isTaken) return { run, rank };
  }
}

function runExists(run: string): PixelisError {
  return new PixelisError('run.exists', `there is a run '${run}' already`, {
    hint: 'leave out --id, and a fresh one is made',
    data: { run },
  });
}
