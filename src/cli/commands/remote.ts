import type { RemoteCheckResult, RemoteResult } from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { dryRun, flag, one, optional, text } from '../options.js';
import { renderRemote, renderRemoteCheck } from '../render/remote.js';

const add = defineCommand({
  name: 'remote add',
  summary: 'add a remote',
  details:
    'Credentials are never stored: S3 takes them from the environment, profiles, SSO or the instance role. The first remote becomes the default one.',
  operands: [one('NAME', 'what to call it'), one('URL', 's3://bucket/prefix, a folder, or file:///folder', 'folder')],
  options: {
    endpoint: text('URL', 'S3: address of an S3-compatible service'),
    region: text('REGION', 'S3: region'),
    profile: text('PROFILE', 'S3: profile of the shared AWS configuration'),
    pathStyle: flag('S3: put the bucket into the path, not into the host name'),
    default: flag('use it where no remote is named'),
    local: flag("write to this machine's config.local.yaml, which git does not see"),
    dryRun,
  },
  examples: [
    { command: 'pixelis remote add origin s3://my-bucket/project', explanation: 'a bucket of AWS' },
    {
      command: 'pixelis remote add lab s3://data/project --endpoint https://minio.lab:9000',
      explanation: 'an S3-compatible service',
    },
    { command: 'pixelis remote add store /mnt/store/project', explanation: 'a folder' },
  ],
  async run({ operands: [name = '', url = ''], options }, session): Promise<RemoteResult> {
    const { pathStyle, default: makeDefault, ...others } = options;
    const { remotes } = await session.repository();
    return remotes.add(name, url, {
      ...session.task,
      ...others,
      makeDefault,
      ...(pathStyle ? { pathStyle } : {}),
    });
  },
  render: renderRemote,
});

const list = defineCommand({
  name: 'remote list',
  summary: 'list the remotes',
  operands: [],
  options: {},
  examples: [{ command: 'pixelis remote list', explanation: 'names and URLs' }],
  answers: true,
  async run(_, session): Promise<RemoteResult> {
    const { remotes } = await session.repository();
    return remotes.list(session.task);
  },
  render: renderRemote,
});

const remove = defineCommand({
  name: 'remote remove',
  summary: 'forget a remote; what is stored there stays',
  operands: [one('NAME', 'the remote', 'remote')],
  options: { dryRun },
  examples: [{ command: 'pixelis remote remove lab', explanation: "forget 'lab'" }],
  async run({ operands: [name = ''], options }, session): Promise<RemoteResult> {
    const { remotes } = await session.repository();
    return remotes.remove(name, { ...session.task, ...options });
  },
  render: renderRemote,
});

const makeDefault = defineCommand({
  name: 'remote default',
  summary: 'choose the remote that is used where none is named',
  operands: [one('NAME', 'the remote', 'remote')],
  options: { dryRun },
  examples: [{ command: 'pixelis remote default lab', explanation: "push to 'lab' from now on" }],
  async run({ operands: [name = ''], options }, session): Promise<RemoteResult> {
    const { remotes } = await session.repository();
    return remotes.setDefault(name, { ...session.task, ...options });
  },
  render: renderRemote,
});

const check = defineCommand({
  name: 'remote check',
  summary: 'try a remote: can it be reached, read, written, listed; what does it support',
  operands: [optional('NAME', 'the remote; default: the default one', 'remote')],
  options: {},
  examples: [{ command: 'pixelis remote check', explanation: 'before the first push' }],
  answers: true,
  async run({ operands: [name] }, session): Promise<RemoteCheckResult> {
    const { remotes } = await session.repository();
    return remotes.check(name, session.task);
  },
  render: renderRemoteCheck,
});

export const remoteCommands: readonly Command[] = [add, list, remove, makeDefault, check];
