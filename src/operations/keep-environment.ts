import type { EnvironmentResult } from '#schema/index.js';
import { type CaptureRequest, captureOf } from './capture-here.js';
import { writeEnvironment } from './record-environment.js';
import type { RepositoryContext } from './repository-context.js';
import { isRecorded } from './resolve-environment.js';
import { stageFiles } from './stage-files.js';

/** Captures what a command would run on, writes the record where there is none yet, and stages it. */
export async function keepEnvironment(
  context: RepositoryContext,
  { dryRun = false, ...request }: CaptureRequest & { readonly dryRun?: boolean | undefined } = {},
): Promise<EnvironmentResult> {
  const named = await captureOf(context, request);
  const known = isRecorded(context, named.digest);
  if (!dryRun) await writeEnvironment(context, named);
  return {
    pixelis: 1,
    command: 'env capture',
    dryRun,
    digest: named.digest,
    record: named.path,
    known,
    environment: named.record,
    staged: dryRun ? [] : await stageFiles(context, [named.path], request),
    problems: [],
    warnings: [...named.warnings],
  };
}
