import { problemOf } from '#errors/index.js';
import type { Problem } from '#schema/index.js';
import type { AddRequest } from './add-plan.js';
import type { AddSubject } from './add-subjects.js';
import type { SeenPath } from './look-at-path.js';
import { outdatedOutput, placedFrom, refuseOutdated } from './outdated-path.js';
import type { RepositoryContext } from './repository-context.js';
import type { Base, Content } from './content-request.js';

type Request = AddRequest & { readonly madeBy?: object | undefined };

/**
 * What a path is added on top of: what its pointer names. Where all that is there counts, because the user says so or a run
 * has made it, it is what the path was made from by the index.
 * @throws `worktree.outdated` where something else was placed here than the pointer names; of what a run made, a warning
 */
export async function baseOfPath(
  context: RepositoryContext,
  { subject: { present, only }, seen }: { readonly subject: AddSubject; readonly seen: SeenPath },
  options: Request,
): Promise<{ readonly base: Base | undefined; readonly warnings: readonly Problem[] }> {
  if (present === undefined) return { base: undefined, warnings: [] };
  const { path, pointer } = present;
  const isAsIs = options.asIs === true || options.madeBy !== undefined;
  if (only === undefined && !isAsIs) await refuseOutdated(context, { target: { ...present, only }, seen }, options);
  const isMade = only === undefined && options.asIs !== true && options.madeBy !== undefined;
  const from = isMade ? await placedFrom(context, { pointer, seen }, options) : undefined;
  const digest = only === undefined && isAsIs ? (seen.index?.base ?? pointer.digest) : pointer.digest;
  const versions =
    digest === pointer.digest ? [pointer] : await context.worktreeCatalog().versions(pointer.artifact, options);
  const version = versions.find((known) => known.digest === digest);
  const isFolder = (version ?? pointer).files !== undefined;
  const content = version === undefined ? undefined : contentOf(version);
  return {
    base: { path, digest, isFolder, content, isAsIs },
    warnings: from === undefined ? [] : [problemOf(outdatedOutput(path, { pointer, from }))],
  };
}

function contentOf({ digest, size, files, executable }: Content): Content {
  return {
    digest,
    size,
    ...(files === undefined ? {} : { files }),
    ...(executable === undefined ? {} : { executable }),
  };
}
