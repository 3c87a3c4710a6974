import { exitCodeOf, type StatusResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { any, flag } from '../options.js';
import { renderStatus } from '../render/status.js';

export const status = defineCommand({
  name: 'status',
  summary: 'show what changed, and what is missing where',
  operands: [any('PATH', 'tracked path, or a folder with tracked paths; default: all', 'path')],
  options: {
    remote: flag('ask the default remote as well what it lacks'),
    exitCode: flag('end with 1 where anything changed or is missing'),
  },
  examples: [
    { command: 'pixelis status', explanation: 'everything that is tracked' },
    { command: 'pixelis status data --remote', explanation: 'below data/, and whether it has been pushed' },
    { command: 'pixelis status --quiet --exit-code', explanation: 'in a script: 0 is clean, 1 is not' },
  ],
  answers: true,
  async run({ operands, options }, session): Promise<StatusResult> {
    const repository = await session.repository();
    return repository.status(operands, { ...session.task, remote: options.remote });
  },
  render: renderStatus,
  exitCode: (result, { exitCode }) => exitCodeOf(result) || (exitCode && !result.clean ? 1 : 0),
});
