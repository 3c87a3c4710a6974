import type { Metadata } from '#model/metadata.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import type { Problem, SearchResult, VersionSummary } from '#schema/index.js';
import { tombstonesHere, type Tombstones } from './known-tombstones.js';
import { readArtifacts } from './read-artifacts.js';
import type { RepositoryContext } from './repository-context.js';
import { notApplied, type Searched, searchTest } from './search-expression.js';
import { type ArtifactVersions, isLatest, summaryOf } from './version-summary.js';

/** What an expression sees of a version. */
interface SearchedVersion extends Omit<VersionSummary, 'metadata'> {
  readonly parents: readonly Readonly<Record<string, unknown>>[];
  readonly metadata: Metadata;
  readonly isLatest: boolean;
}

const searchedVersions: Searched<SearchedVersion> = {
  fields: [
    'artifact',
    'version',
    'digest',
    'type',
    'size',
    'files',
    'created',
    'run',
    'aliases',
    'parents',
    'metadata',
    'isLatest',
  ],
  example: 'type = "model" and metadata.accuracy > 0.9',
  texts: ({ artifact, type, aliases, run, metadata }) => [artifact, type, run ?? '', ...aliases, metadata],
};

/** The versions for whose record an expression holds, newest first. @throws `expression.invalid` with the position */
export async function searchVersions(
  context: RepositoryContext,
  expression: string,
  options: TaskOptions = {},
): Promise<SearchResult> {
  const holds = await searchTest(expression, searchedVersions);
  const catalog = context.worktreeCatalog();
  const problems: Problem[] = [];
  const fitting: VersionSummary[] = [];
  const reasons: string[] = [];
  const names = await catalog.artifactNames(options);
  const tombstones = await tombstonesHere(catalog, options);
  for await (const found of readArtifacts(catalog, { names, problems }, options)) {
    for (const record of found.versions) {
      const answer = await holds(searched(record, found, tombstones));
      if (answer === true) fitting.push(summaryOf(record, found, tombstones));
      else if (answer !== false) reasons.push(`'${record.artifact}:v${record.version}': ${answer.reason}`);
    }
  }
  fitting.sort((a, b) => compareNewestFirst(a, b));
  const example = '$type(metadata.x) = "number" and metadata.x > 3';
  return {
    pixelis: 1,
    command: 'search',
    expression,
    versions: fitting,
    problems,
    warnings: [...notApplied(expression, { reasons, noun: 'versions', example })],
  };
}

function searched(record: VersionRecord, found: ArtifactVersions, tombstones: Tombstones): SearchedVersion {
  const parents = record.parents.map((parent) => ({ ...parent }));
  const { metadata } = record;
  return { ...summaryOf(record, found, tombstones), parents, metadata, isLatest: isLatest(record, found.versions) };
}

function compareNewestFirst(a: VersionSummary, b: VersionSummary): number {
  if (a.created !== b.created) return a.created < b.created ? 1 : -1;
  if (a.artifact !== b.artifact) return a.artifact < b.artifact ? -1 : 1;
  return b.version - a.version;
}
