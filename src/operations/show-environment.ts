import { environmentRecordPath } from '#format/environment-record.js';
import type { EnvironmentResult } from '#schema/index.js';
import { type CaptureRequest, captureOf } from './capture-here.js';
import type { RepositoryContext } from './repository-context.js';
import { isRecorded, resolveEnvironment } from './resolve-environment.js';

/**
 * A recorded environment; without a reference, or with `.`, what this machine is now. Writes nothing.
 * @throws `environment.not-found`, `reference.ambiguous`
 */
export async function showEnvironment(
  context: RepositoryContext,
  reference = '.',
  request: CaptureRequest = {},
): Promise<EnvironmentResult> {
  const shown = { pixelis: 1, command: 'env show', dryRun: false, staged: [], problems: [] } as const;
  if (reference === '.') {
    const { digest, path, record, warnings } = await captureOf(context, request);
    const known = isRecorded(context, digest);
    return { ...shown, digest, record: path, known, environment: record, warnings: [...warnings] };
  }
  const { digest, record, run } = await resolveEnvironment(context, reference, request);
  return {
    ...shown,
    digest,
    record: environmentRecordPath(digest),
    known: true,
    ...(run === undefined ? {} : { run: run.run }),
    environment: record,
    warnings: [],
  };
}
