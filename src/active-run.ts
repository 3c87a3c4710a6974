import { monitorHardware } from '#hardware/monitor-hardware.js';
import { appendMetrics, appendRunEvent } from '#live-run/run-events.js';
import { parseMetadata } from '#model/metadata.js';
import type { MetricPoint } from '#model/metric-series.js';
import { madeBy, noteOutput, type GoingRun } from '#operations/active-run.js';
import type { RepositoryContext } from '#operations/repository-context.js';
import type { StartedRun } from '#operations/start-run.js';
import type { ActiveRun, RunOptions } from './runs.js';

/** The public face of a run that this program keeps: it ends with {@link ActiveRun.finish}, or with its scope. */
export function keptRun(context: RepositoryContext, run: StartedRun, options: RunOptions): ActiveRun {
  let isOver = false;
  const going = { start: run.start, live: run.held.live };
  const { monitorSeconds: everySeconds } = options;
  const monitor =
    everySeconds === undefined
      ? undefined
      : monitorHardware({
          pid: process.pid,
          file: going.live.hardware,
          everySeconds,
          environment: context.environment,
        });
  const finish: ActiveRun['finish'] = async (outcome = { state: 'COMPLETED' }, task = {}) => {
    if (isOver) return undefined;
    isOver = true;
    try {
      await monitor?.stop();
      const { concludeRun } = await import('#operations/conclude-run.js');
      return await concludeRun(context, { run, outcome, problems: [] }, { ...options, ...task });
    } finally {
      run.held.release();
    }
  };
  return {
    ...actionsOf(context, going),
    variables: run.variables,
    finish,
    async [Symbol.asyncDispose]() {
      await finish({ state: 'INTERRUPTED', reason: 'its scope was left before it was finished' });
    },
  };
}

/** The public face of the run inside which this program was started: it goes on when the program ends. */
export function joinedRun(context: RepositoryContext, going: GoingRun): ActiveRun {
  return {
    ...actionsOf(context, going),
    variables: {},
    finish: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

type Actions = Omit<ActiveRun, 'variables' | 'finish' | typeof Symbol.asyncDispose>;

function actionsOf(context: RepositoryContext, going: GoingRun): Actions {
  const { start, live } = going;
  return {
    id: start.run,
    name: start.name,
    async use(reference, { role, path, ...task } = {}) {
      const { usedVersion } = await import('#operations/used-version.js');
      const found = await usedVersion(context, reference, task);
      const version = {
        ...found,
        ...(role === undefined ? {} : { role }),
        ...(path === undefined ? {} : { path }),
      };
      appendRunEvent(live, { kind: 'input', version });
      return version;
    },
    async add(paths, options = {}) {
      const { add } = await import('#operations/add.js');
      const result = await add(context, paths, { ...options, madeBy: madeBy(going) });
      if (options.dryRun !== true) for (const added of result.paths) noteOutput(going, added);
      return result;
    },
    async logArtifact(logged, task = {}) {
      const { logArtifact } = await import('#operations/log-artifact.js');
      const { version } = await logArtifact(context, { logged, madeBy: madeBy(going) }, task);
      noteOutput(going, version);
      return version;
    },
    logMetrics(values, { step } = {}) {
      const point: MetricPoint = { ...(step === undefined ? {} : { step }), time: Date.now() / 1000, values };
      appendMetrics(live, point);
    },
    setParams: (params) => appendRunEvent(live, { kind: 'params', params: parseMetadata(params) }),
    addTags: (tags) => appendRunEvent(live, { kind: 'tags', tags }),
  };
}
