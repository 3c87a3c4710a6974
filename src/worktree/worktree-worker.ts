import { parentPort, workerData } from 'node:worker_threads';
import { packError } from './error-transfer.js';
import { type JobSettings, openJob, stepOf } from './jobs.js';
import type { LaneAnswer, LaneRequest } from './lanes.js';

// The one entry of all worker threads: does the steps of its job, synchronously, in the order in which they are asked for.
const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');

const opened = openJob(workerData as JobSettings);
port.on('message', (request: LaneRequest) => {
  void answer(request).then(([reply, transfer]) => port.postMessage(reply, transfer));
});

async function answer({ id, step, input }: LaneRequest): Promise<[LaneAnswer, ArrayBuffer[]]> {
  try {
    const output = stepOf(await opened, step)(input as never);
    return [{ id, output }, buffersIn(output)];
  } catch (error) {
    return [{ id, error: packError(error) }, []];
  }
}

/** Buffers that an answer gives away instead of having them copied. */
function buffersIn(output: unknown): ArrayBuffer[] {
  if (typeof output !== 'object' || output === null) return [];
  return Object.values(output).flatMap((value: unknown) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}
