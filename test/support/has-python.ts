import { spawnSync } from 'node:child_process';

/** Whether this machine has a Python 3. */
export const hasPython = spawnSync('python3', ['-c', 'pass']).status === 0;
