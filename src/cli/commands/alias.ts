import type { AliasResult } from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { dryRun, one, optional } from '../options.js';
import { renderAlias } from '../render/alias.js';

const set = defineCommand({
  name: 'alias set',
  summary: 'let a name stand for a version',
  operands: [one('REF', 'the version', 'artifact'), one('ALIAS', 'the name')],
  options: { dryRun },
  examples: [{ command: 'pixelis alias set model-sft-run42:v3 best', explanation: 'model-sft-run42:best is v3' }],
  async run({ operands: [reference = '', alias = ''], options }, session): Promise<AliasResult> {
    const { aliases } = await session.repository();
    return aliases.set(reference, alias, { ...session.task, ...options });
  },
  render: renderAlias,
});

const list = defineCommand({
  name: 'alias list',
  summary: 'list aliases',
  operands: [optional('ARTIFACT', 'of one artifact; default: of all', 'artifact')],
  options: {},
  examples: [{ command: 'pixelis alias list model-sft-run42', explanation: 'the aliases of one artifact' }],
  answers: true,
  async run({ operands: [artifact] }, session): Promise<AliasResult> {
    const { aliases } = await session.repository();
    return aliases.list(artifact, session.task);
  },
  render: renderAlias,
});

const remove = defineCommand({
  name: 'alias remove',
  summary: 'take an alias away; the version stays',
  operands: [one('ARTIFACT', 'the artifact', 'artifact'), one('ALIAS', 'the name')],
  options: { dryRun },
  examples: [{ command: 'pixelis alias remove model-sft-run42 best', explanation: 'model-sft-run42:best is gone' }],
  async run({ operands: [artifact = '', alias = ''], options }, session): Promise<AliasResult> {
    const { aliases } = await session.repository();
    return aliases.remove(artifact, alias, { ...session.task, ...options });
  },
  render: renderAlias,
});

export const aliasCommands: readonly Command[] = [set, list, remove];
