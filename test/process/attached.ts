// A process that runs a command attached, and passes on every signal that it gets. Arguments: log folder, program, arguments.
import path from 'node:path';
import { startAttached } from '#process/start-attached.js';

const [, , folder = '', file = '', ...args] = process.argv;
const child = await startAttached(
  { file, args, cwd: process.cwd(), environment: process.env },
  {
    stdoutFile: path.join(folder, 'stdout.log'),
    stderrFile: path.join(folder, 'stderr.log'),
    stdin: 'inherit',
    onOutput: (chunk, stream) => void process[stream].write(chunk),
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1'] as const)
  process.on(signal, () => child.passOn(signal));
const { exitCode, signal } = await child.ended;
process.stdout.write(`ended ${exitCode ?? signal}\n`);
