import type { ConfigResult } from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { dryRun, flag, one } from '../options.js';
import { parseValue } from '../parse-assignments.js';
import { renderConfig } from '../render/config.js';

const local = flag("this machine's config.local.yaml, which git does not see");
const key = one('KEY', 'with dots: naming, jobs, cache.dir, worktree.link');

const get = defineCommand({
  name: 'config get',
  summary: 'print a setting',
  operands: [key],
  options: {},
  examples: [{ command: 'pixelis config get cache.dir', explanation: 'where the cache lies' }],
  answers: true,
  async run({ operands: [name = ''] }, session): Promise<ConfigResult> {
    const { config } = await session.repository();
    return config.get(name, session.task);
  },
  render: renderConfig,
});

const set = defineCommand({
  name: 'config set',
  summary: 'change a setting',
  operands: [key, one('VALUE', 'text, or JSON')],
  options: { local, dryRun },
  examples: [
    { command: 'pixelis config set naming warn', explanation: 'let names pass that are against the conventions' },
    { command: 'pixelis config set cache.dir /mnt/cache --local', explanation: 'a cache of its own for this machine' },
    { command: `pixelis config set worktree.link '["hardlink","copy"]'`, explanation: 'a list, as JSON' },
  ],
  async run({ operands: [name = '', value = ''], options }, session): Promise<ConfigResult> {
    const { config } = await session.repository();
    return config.set(name, parseValue(value), { ...session.task, ...options });
  },
  render: renderConfig,
});

const unset = defineCommand({
  name: 'config unset',
  summary: 'take a setting away, so that the default holds',
  operands: [key],
  options: { local, dryRun },
  examples: [{ command: 'pixelis config unset jobs', explanation: 'back to the default' }],
  async run({ operands: [name = ''], options }, session): Promise<ConfigResult> {
    const { config } = await session.repository();
    return config.unset(name, { ...session.task, ...options });
  },
  render: renderConfig,
});

const list = defineCommand({
  name: 'config list',
  summary: 'list the settings in force',
  operands: [],
  options: {},
  examples: [{ command: 'pixelis config list', explanation: 'each with where it comes from' }],
  answers: true,
  async run(_, session): Promise<ConfigResult> {
    const { config } = await session.repository();
    return config.list(session.task);
  },
  render: renderConfig,
});

export const configCommands: readonly Command[] = [get, set, unset, list];
