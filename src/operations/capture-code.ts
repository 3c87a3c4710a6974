import { PixelisError, problemOf } from '#errors/index.js';
import type { Git } from '#git/git.js';
import type { CaptureLevel, CodeState } from '#model/run.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Problem } from '#schema/index.js';
import { type CodeRedactor, storeCodeChanges } from './code-changes.js';
import type { RepositoryContext } from './repository-context.js';

export interface CodeRequest {
  readonly level: CaptureLevel;
  readonly redactor: CodeRedactor;
}

export interface CapturedCode {
  readonly code: CodeState;
  readonly warnings: readonly Problem[];
}

/**
 * The code as it is now: the commit, and from level 2 what the worktree has that the commit has not, stored durably with
 * its secrets replaced. Records of runs and environments count for nothing: they are what came of code.
 */
export async function captureCode(
  context: RepositoryContext,
  { level, redactor }: CodeRequest,
  options: TaskOptions = {},
): Promise<CapturedCode> {
  const { git } = context;
  const [head, entries, origin] = await Promise.all([
    git.head(options),
    git.status({}, options),
    git.configValue('remote.origin.url'),
  ]);
  const changed = entries.filter(({ path }) => !isOutcome(path));
  const url = (await upstreamUrl(git, head.branch)) ?? origin;
  const known = {
    ...(head.commit === undefined ? {} : { commit: head.commit }),
    ...(head.branch === undefined ? {} : { branch: head.branch }),
    ...(url === undefined ? {} : { remote: redactor.url(url, 'remote') }),
    dirty: changed.length > 0,
  };
  if (changed.length === 0) return { code: known, warnings: [] };
  if (level === 1) return { code: known, warnings: [uncommitted(changed.length)] };
  const { changes, warnings } = await storeCodeChanges(context, { entries: changed, redactor }, options);
  return { code: { ...known, changes }, warnings };
}

function isOutcome(path: string): boolean {
  return path.startsWith('.pixelis/runs/') || path.startsWith('.pixelis/environments/');
}

/** Of the remote that the branch follows, where that is not `origin`. */
async function upstreamUrl(git: Git, branch: string | undefined): Promise<string | undefined> {
  const upstream = branch === undefined ? undefined : await git.configValue(`branch.${branch}.remote`);
  if (upstream === undefined || upstream === 'origin') return undefined;
  return git.configValue(`remote.${upstream}.url`);
}

function uncommitted(files: number): Problem {
  return problemOf(
    new PixelisError(
      'code.dirty',
      `git working directory has uncommitted changes (${files} ${files === 1 ? 'file' : 'files'})`,
      {
        hint: 'commit first (git add -A && git commit), or record the changes with --capture-level 2',
      },
    ),
  );
}
