import { isAbsolute, relative, resolve, sep } from 'node:path';
import { createFolderBucket } from '#bucket/folder-bucket.js';
import { PixelisError } from '#errors/index.js';
import type { ConfigChange } from '#format/config.js';
import { formatRemoteUrl, parseRemoteUrl } from '#model/remote-url.js';
import type { RemoteResult } from '#schema/index.js';
import { type ChangeOptions, changeRemotes, defaultRemote, type SettingsEdit } from './change-remotes.js';
import { checkEndpoint } from './check-endpoint.js';
import type { SettingsFiles } from './read-settings.js';
import type { RepositoryContext } from './repository-context.js';

export interface RemoteAddOptions extends ChangeOptions {
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly pathStyle?: boolean | undefined;
  readonly makeDefault?: boolean | undefined;
  readonly local?: boolean | undefined;
}

/**
 * Adds a remote; the first one becomes the default. A folder is made if it does not exist.
 * @throws `remote.exists`, `remote.invalid-url`, `usage.invalid-argument`
 */
export async function addRemote(
  context: RepositoryContext,
  { name, url }: { readonly name: string; readonly url: string },
  options: RemoteAddOptions = {},
): Promise<RemoteResult> {
  if (!remoteName.test(name)) {
    throw new PixelisError('usage.invalid-argument', `'${name}' cannot name a remote`, {
      hint: 'a name has letters, digits, dots, dashes and underscores, and begins with a letter or a digit',
      data: { name },
    });
  }
  const { endpoint, region, profile, pathStyle, makeDefault = false, local = false } = options;
  const target = parseRemoteUrl(url);
  if (target.kind === 'folder' && [endpoint, region, profile, pathStyle].some((option) => option !== undefined)) {
    throw new PixelisError('usage.invalid-argument', `'${url}' is a folder, which has no endpoint, region or profile`, {
      hint: `pixelis remote add ${name} ${url}`,
    });
  }
  if (endpoint !== undefined) checkEndpoint(endpoint);
  const value = {
    url: target.kind === 'folder' ? folderFromTop(context, target.path) : formatRemoteUrl(target),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(pathStyle === undefined ? {} : { path_style: pathStyle }),
  };
  const plan = (present: SettingsFiles): SettingsEdit[] => {
    const known = present.merged.remotes.get(name);
    if (known !== undefined) throw remoteExists(name, { present: known.url, wanted: url });
    const file = local ? present.local : present.committed;
    const changes = [{ key: ['remotes', name], value }, ...defaultBeside(present, { name, makeDefault })];
    return [{ file, changes }];
  };
  const result = await changeRemotes(context, { command: 'remote add', changed: name, plan }, options);
  // Made here and nowhere else: a folder that is gone later is a disk that is not mounted, not an empty remote.
  if (target.kind === 'folder' && options.dryRun !== true)
    await createFolderBucket(resolve(context.git.places.root, value.url));
  return result;
}

const remoteName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** A relative folder was typed from where the user stands; the config has it from the top. */
function folderFromTop(context: RepositoryContext, path: string): string {
  if (isAbsolute(path)) return path;
  const { root } = context.git.places;
  const fromTop = relative(root, resolve(root, context.folder, path))
    .split(sep)
    .join('/');
  return fromTop === '' ? '.' : fromTop;
}

/** The first remote becomes the default. One that is it only for being alone is named, lest the second take that away. */
function defaultBeside(
  { merged, committed, local }: SettingsFiles,
  { name, makeDefault }: { readonly name: string; readonly makeDefault: boolean },
): ConfigChange[] {
  const present = merged.defaultRemote;
  if (makeDefault || present === undefined) return [defaultRemote(name)];
  const isNamed = (committed.settings.default_remote ?? local.settings.default_remote) !== undefined;
  return isNamed ? [] : [defaultRemote(present)];
}

function remoteExists(name: string, url: { readonly present: string; readonly wanted: string }): PixelisError {
  return new PixelisError('remote.exists', `remote '${name}' exists already, at ${url.present}`, {
    hint: `change it: pixelis config set remotes.${name}.url ${url.wanted}`,
    data: { remote: name, url: url.present },
  });
}
