import { isPixelisError, problemOf, throwIfInterrupted } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Catalog } from '#records/catalog.js';
import type { Problem } from '#schema/index.js';
import type { ArtifactVersions } from './version-summary.js';

/** Artifacts one by one, by name. One whose records cannot be read is left out and told in `problems`. */
export async function* readArtifacts(
  catalog: Catalog,
  { names, problems }: { readonly names: Iterable<string>; readonly problems: Problem[] },
  options: TaskOptions,
): AsyncGenerator<ArtifactVersions, void, undefined> {
  for (const artifact of names) {
    throwIfInterrupted(options.signal);
    let found: ArtifactVersions;
    try {
      const versions = await catalog.versions(artifact, options);
      found = { artifact, versions, aliases: await catalog.aliases(artifact, options) };
    } catch (error) {
      if (!isPixelisError(error) || error.code === 'interrupted') throw error;
      problems.push(problemOf(error, { artifact }));
      continue;
    }
    if (found.versions.length > 0) yield found;
  }
}
