import { configPath, encodeConfig } from '#format/config.js';
import type { Git } from '#git/git.js';
import { parseRemoteUrl } from '#model/remote-url.js';
import type { TaskOptions } from '#model/task-options.js';
import type { SmallFiles } from '#records/small-file.js';
import type { InitResult } from '#schema/index.js';
import { addRemote } from './add-remote.js';
import { installHooks } from './install-hooks.js';
import { mergeAttributes } from './merge-driver-config.js';
import type { RepositoryContext } from './repository-context.js';
import { stageFiles } from './stage-files.js';

const limitBytes = 1024 * 1024;

/** Files that init makes, or adds a line to. What is there stays. */
const lines: readonly { readonly path: string; readonly line: string; readonly heading?: string }[] = [
  { path: '.pixelis/.gitignore', line: '/config.local.yaml' },
  // Records are compared byte by byte, on every system.
  { path: '.gitattributes', line: '*.pixelis.yaml text eol=lf' },
  { path: '.gitattributes', line: '.pixelis/** text eol=lf' },
  ...mergeAttributes.map((line) => ({ path: '.gitattributes', line })),
  // Two branches that each add a path would else conflict in the lines that ignore it.
  { path: '.gitattributes', line: '.gitignore merge=union' },
];

const ignoreFile = `# What Pixelis leaves out of tracked folders. The syntax and the meaning are those of .gitignore, for example:
# .DS_Store
# *.tmp
`;

/** A repository that is not set up yet. */
export interface Uninitialized {
  readonly git: Git;
  readonly files: SmallFiles;
  /** Opens it, once its settings are written. */
  open(): RepositoryContext;
}

/** Writes the settings, the ignore file, the git attributes and the hooks, and stages what is to be committed. */
export async function initialize(
  repository: Uninitialized,
  options: TaskOptions & { readonly remote?: string | undefined; readonly dryRun?: boolean | undefined },
): Promise<InitResult> {
  const { git, files } = repository;
  const dryRun = options.dryRun === true;
  // Refused before anything is written.
  if (options.remote !== undefined) parseRemoteUrl(options.remote);
  const planned = plannedFiles(files);
  if (!dryRun) for (const [path, text] of planned) await files.replace(path, Buffer.from(text));
  const written = [...planned.keys()];
  const staged = dryRun ? written : await stageFiles(repository, written, options);
  const shared = { pixelis: 1, command: 'init', dryRun, root: git.places.root, written, staged, warnings: [] } as const;
  if (dryRun) return { ...shared, written, staged, warnings: [], hooks: [], problems: [] };
  const context = repository.open();
  const { remotes } =
    options.remote === undefined
      ? { remotes: [] }
      : await addRemote(context, { name: 'origin', url: options.remote }, options);
  const { hooks, problems, warnings } = await installHooks(context, options);
  const remote = remotes.find(({ name }) => name === 'origin');
  return { ...shared, written, staged, ...(remote === undefined ? {} : { remote }), hooks, problems, warnings };
}

function plannedFiles(files: SmallFiles): ReadonlyMap<string, string> {
  const planned = new Map([[configPath, Buffer.from(encodeConfig()).toString()]]);
  for (const { path, line } of lines) {
    const present = planned.get(path) ?? Buffer.from(files.read(path, limitBytes) ?? []).toString();
    if (present.split(/\r?\n/).includes(line)) continue;
    planned.set(path, `${present}${present === '' || present.endsWith('\n') ? '' : '\n'}${line}\n`);
  }
  if (files.read('.pixelisignore', limitBytes) === undefined) planned.set('.pixelisignore', ignoreFile);
  return planned;
}
