import type { InitResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { dryRun, text } from '../options.js';
import { renderInit } from '../render/init.js';

export const init = defineCommand({
  name: 'init',
  summary: 'set up Pixelis in a git repository',
  details:
    'Makes .pixelis/, an ignore file, git attributes and the git hooks, and stages what belongs into git. Existing files are extended, never replaced. Refuses where Pixelis is set up already.',
  operands: [],
  options: {
    remote: text('URL', "where artifacts are pushed to: the remote 'origin'", { complete: 'folder' }),
    dryRun,
  },
  examples: [
    { command: 'pixelis init', explanation: 'in a git repository, without a remote for now' },
    { command: 'pixelis init --remote s3://my-bucket/project', explanation: 'with an S3 bucket to push to' },
    { command: 'pixelis init --remote /mnt/store/project', explanation: 'with a shared folder' },
  ],
  run: ({ options }, session): Promise<InitResult> => session.initRepository({ ...session.task, ...options }),
  render: renderInit,
});
