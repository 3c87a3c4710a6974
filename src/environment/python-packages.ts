import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PythonFacts } from '#model/environment.js';
import { checkedOutCommit } from './checked-out-commit.js';
import { jsonFile, namesIn, textStart } from './machine-files.js';
import { shownPath } from './shown-path.js';
import type { Survey } from './survey.js';
import { textByName } from './text-by-name.js';

/**
 * The packages that a Python with this search path sees, from their own metadata. Of two of one name the first counts, as
 * for Python.
 */
export function pythonPackages(
  searchPath: readonly string[],
  survey: Survey,
): Pick<PythonFacts, 'packages' | 'sources'> {
  const packages: (readonly [string, string])[] = [];
  const sources: (readonly [string, string])[] = [];
  const seen = new Set<string>();
  for (const folder of new Set(searchPath)) {
    for (const entry of namesIn(folder)) {
      const found = packageAt(folder, entry);
      if (found === undefined || seen.has(found.name)) continue;
      seen.add(found.name);
      packages.push([found.name, found.version]);
      const source = sourceOf(path.join(folder, entry), survey);
      if (source !== undefined) sources.push([found.name, source]);
    }
  }
  return { packages: textByName(packages), sources: textByName(sources) };
}

interface Package {
  readonly name: string;
  readonly version: string;
}

/** Names and versions stand in the first lines of a file that may hold a whole readme. */
const headBytes = 2048;

function packageAt(folder: string, entry: string): Package | undefined {
  for (const file of metadataFiles(entry)) {
    const head = textStart(path.join(folder, entry, file), headBytes);
    if (head === undefined) continue;
    const name = /^Name:[ \t]*(\S+)/im.exec(head)?.[1];
    const version = /^Version:[ \t]*(\S+)/im.exec(head)?.[1];
    if (name !== undefined && version !== undefined) return { name: normalized(name), version };
  }
  return undefined;
}

/** Of wheels; of what older tools installed, in a folder, a file, or an egg. */
function metadataFiles(entry: string): readonly string[] {
  if (entry.endsWith('.dist-info')) return ['METADATA'];
  return entry.endsWith('.egg-info') || entry === 'EGG-INFO' ? ['PKG-INFO', ''] : [];
}

/** The one spelling of a package's name: `Typing_Extensions` is `typing-extensions`. */
export function normalized(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** What `direct_url.json` may say of a package that came from no index. */
interface DirectUrl {
  readonly url?: unknown;
  readonly vcs_info?: { readonly vcs?: unknown; readonly commit_id?: unknown } | null;
  readonly dir_info?: { readonly editable?: unknown } | null;
}

function sourceOf(metadata: string, survey: Survey): string | undefined {
  const {
    url,
    vcs_info: vcs,
    dir_info: folder,
  } = (jsonFile(path.join(metadata, 'direct_url.json')) ?? {}) as DirectUrl;
  if (typeof url !== 'string') return undefined;
  const shown = survey.secrets.url(url, 'environment');
  if (typeof vcs?.vcs === 'string' && typeof vcs.commit_id === 'string') return `${vcs.vcs}+${shown}@${vcs.commit_id}`;
  const place = folder === undefined || folder === null ? undefined : localFolder(url);
  if (place === undefined) return shown;
  const commit = checkedOutCommit(place, survey.root);
  const what = folder?.editable === true ? 'editable' : 'folder';
  return `${what} ${shownPath(place, survey)}${commit === undefined ? '' : ` @ ${commit}`}`;
}

function localFolder(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
