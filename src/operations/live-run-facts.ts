import { createReadStream } from 'node:fs';
import { diskError, isDiskError } from '#errors/index.js';
import { isKept } from '#live-run/list-live-runs.js';
import { liveRunFolder } from '#live-run/live-run-folder.js';
import { readRunEvents } from '#live-run/run-events.js';
import { type LiveRunStart, readRunStart } from '#live-run/run-start-file.js';
import type { UsedVersion } from '#model/run.js';
import type { RunFacts } from '#model/run-facts.js';
import type { TaskOptions } from '#model/task-options.js';
import { summarizeSeries } from '#model/summarize-series.js';
import { recordedInputs, uniqueVersions } from './active-run.js';
import type { RepositoryContext } from './repository-context.js';

/** What a live run says of itself by now, and the worktree that it belongs to; undefined where it has ended. */
export async function liveRunFacts(
  { sharedState, now }: RepositoryContext,
  run: string,
  options: TaskOptions = {},
): Promise<{ readonly facts: RunFacts; readonly root: string } | undefined> {
  const live = liveRunFolder(sharedState, run);
  const content = readRunStart(live);
  if (content === undefined) return undefined;
  const state = (await isKept(sharedState, run))
    ? ({ state: 'RUNNING' } as const)
    : ({ state: 'INTERRUPTED', reason: 'its process is gone' } as const);
  const { metrics } = await summarizeSeries(readLiveFile(live.metrics, options));
  const hardware = (await summarizeSeries(readLiveFile(live.hardware, options))).metrics;
  const seconds = Math.max(0, (now().getTime() - Date.parse(content.start.started)) / 1000);
  return {
    facts: {
      ...startByNow(content, readRunEvents(live)),
      ...state,
      seconds,
      metrics,
      ...(Object.keys(hardware).length === 0 ? {} : { hardware }),
    },
    root: content.root,
  };
}

/** A file of a live run, as far as it is written; nothing where there is none. */
export async function* readLiveFile(file: string, { signal }: TaskOptions = {}): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file, { signal, highWaterMark: 256 * 1024 })) yield chunk as Buffer;
  } catch (error) {
    if (!isDiskError(error, 'ENOENT', 'ENOTDIR')) throw diskError(error, file);
  }
}

function startByNow({ start }: LiveRunStart, events: ReturnType<typeof readRunEvents>) {
  const params = { ...start.params };
  const tags = new Set(start.tags);
  const outputs: UsedVersion[] = [];
  for (const event of events) {
    if (event.kind === 'params') Object.assign(params, event.params);
    else if (event.kind === 'tags') for (const tag of event.tags) tags.add(tag);
    else if (event.kind === 'output') outputs.push(event.version);
  }
  return {
    ...start,
    params,
    tags: [...tags],
    inputs: recordedInputs(start, events),
    outputs: uniqueVersions(outputs),
  };
}
