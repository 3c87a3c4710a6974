import { holdNewRun } from '#live-run/hold-live-run.js';
import { runStart } from './run-start.js';

// Keeps a run until it is killed.
await holdNewRun(process.argv[2] ?? '', { start: runStart({ run: 'abc123' }), root: '/', pid: process.pid, allow: [] });
process.stdout.write('held\n');
setInterval(() => undefined, 1000);
