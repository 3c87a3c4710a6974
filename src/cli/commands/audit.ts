import { type AuditResult, exitCodeOf, PixelisError } from '../../index.js';
import { type Command, defineCommand } from '../command.js';
import { collectLate } from '../heap.js';
import { detail, flag, optional, text } from '../options.js';
import { auditFile, auditFormats, renderAudit } from '../render/audit.js';
import { sealCommands } from './seals.js';

const audit = defineCommand({
  name: 'audit',
  summary: 'check the trail: who recorded what, and whether it was left as it was',
  details:
    'Reads the history of HEAD, or a revision or range (A..B), commit by commit: who recorded each version and run, when, ' +
    'signed by whom; records that were edited or deleted, numbers used twice, objects that are nowhere, runs without ' +
    'environment, lineage with holes. The verdict is VERIFIED, VERIFIED WITH GAPS, INCOMPLETE (exit code 3) or TAMPERED ' +
    '(exit code 4), with the first bad commit. --artifact shows of which data, code and environments one version was made.',
  operands: [optional('REV', 'revision, or range A..B, to audit; default: HEAD')],
  options: {
    all: flag('all branches, remote branches and tags'),
    artifact: text('REF', 'only this artifact or version, and all that it was made from', { complete: 'artifact' }),
    since: text('REV', 'take the history up to REV as it is'),
    remote: detail('NAME', 'look for bytes on the remote, too: the default one, or NAME', { complete: 'remote' }),
    strict: flag('end with 1 where there are gaps'),
    format: text('FORMAT', `one of: ${auditFormats.join(', ')}`, { complete: auditFormats }),
    output: text('FILE', 'write the report into a file, as HTML or JSON where it is called so', {
      short: 'o',
      complete: 'path',
    }),
  },
  examples: [
    { command: 'pixelis audit', explanation: 'everything that HEAD is made from' },
    { command: 'pixelis audit --all --remote --strict', explanation: 'as a check before a release' },
    { command: 'pixelis audit --artifact model-sft-abc123', explanation: 'which data, code and environment made it' },
    { command: 'pixelis audit v1.0..HEAD --format html -o audit.html', explanation: 'a report to hand on' },
  ],
  answers: true,
  async run({ operands: [revision], options }, session): Promise<AuditResult> {
    const { format, output, strict: _strict, ...request } = options;
    if (format !== undefined && !auditFormats.some((known) => known === format)) {
      throw new PixelisError('usage.invalid-argument', `'--format' knows no '${format}'`, {
        hint: `one of: ${auditFormats.join(', ')}`,
      });
    }
    collectLate();
    const repository = await session.repository();
    const result = await repository.audit({ ...session.task, ...request, revision });
    if (output !== undefined) await session.writeFile(output, auditFile(result, { format, output }));
    return result;
  },
  render: renderAudit,
  exitCode: (result, { strict }) => (strict && result.verdict === 'VERIFIED WITH GAPS' ? 1 : exitCodeOf(result)),
});

export const auditCommands: readonly Command[] = [audit, ...sealCommands];
