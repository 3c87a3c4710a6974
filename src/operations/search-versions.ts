import { PixelisError, problemOf } from '#errors/index.js';
import type { TaskOptions } from '#model/task-options.js';
import type { VersionRecord } from '#model/version.js';
import type { Problem, SearchResult, VersionSummary } from '#schema/index.js';
import { readArtifacts } from './read-artifacts.js';
import type { RepositoryContext } from './repository-context.js';
import { type SearchedVersion, searchTest } from './search-expression.js';
import { type ArtifactVersions, isLatest, summaryOf } from './version-summary.js';

/** How long a search may take as a whole. */
const timeLimitMs = 60_000;

/** The versions for whose record an expression holds, newest first. @throws `expression.invalid` with the position */
export async function searchVersions(
  context: RepositoryContext,
  expression: string,
  options: TaskOptions = {},
): Promise<SearchResult> {
  const holds = await searchTest(expression);
  const catalog = context.worktreeCatalog();
  const problems: Problem[] = [];
  const fitting: VersionSummary[] = [];
  const reasons: string[] = [];
  const deadline = performance.now() + timeLimitMs;
  const names = await catalog.artifactNames(options);
  for await (const found of readArtifacts(catalog, { names, problems }, options)) {
    for (const record of found.versions) {
      if (performance.now() > deadline) throw tooSlow(expression);
      const answer = await holds(searched(record, found));
      if (answer === true) fitting.push(summaryOf(record, found));
      else if (answer !== false) reasons.push(`'${record.artifact}:v${record.version}': ${answer.reason}`);
    }
  }
  fitting.sort((a, b) => compareNewestFirst(a, b));
  const warnings = reasons.length === 0 ? [] : [notApplied(expression, reasons)];
  return { pixelis: 1, command: 'search', expression, versions: fitting, problems, warnings };
}

function searched(record: VersionRecord, found: ArtifactVersions): SearchedVersion {
  const parents = record.parents.map((parent) => ({ ...parent }));
  const { metadata } = record;
  return { ...summaryOf(record, found), parents, metadata, isLatest: isLatest(record, found.versions) };
}

function compareNewestFirst(a: VersionSummary, b: VersionSummary): number {
  if (a.created !== b.created) return a.created < b.created ? 1 : -1;
  if (a.artifact !== b.artifact) return a.artifact < b.artifact ? -1 : 1;
  return b.version - a.version;
}

function notApplied(expression: string, reasons: readonly string[]): Problem {
  const error = new PixelisError(
    'expression.invalid',
    `the expression could not be applied to ${reasons.length} versions, the first is ${reasons[0]}`,
    { hint: 'look at the type first: $type(metadata.x) = "number" and metadata.x > 3', data: { expression } },
  );
  return problemOf(error);
}

function tooSlow(expression: string): PixelisError {
  return new PixelisError('expression.invalid', `the search took longer than ${timeLimitMs / 1000} s`, {
    hint: 'use a simpler expression',
    data: { expression },
  });
}
