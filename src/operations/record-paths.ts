import { goOn, PixelisError, type Tried, triedEach } from '#errors/index.js';
import { type Pointer, pointerTo } from '#model/pointer.js';
import type { TaskOptions } from '#model/task-options.js';
import type { Parent, VersionRecord } from '#model/version.js';
import type { Catalog } from '#records/catalog.js';
import type { AddedPath } from '#schema/index.js';
import { type AddPlan, uniqueParents, unusable } from './add-plan.js';
import type { GroupOptions, MadeBy, RecordedPath, StoredPath } from './add-steps.js';
import type { AddSubject } from './add-subjects.js';
import type { Content } from './content-request.js';
import { nextNumber, recordVersions, type VersionDraft, versionWithContent } from './record-version.js';
import type { RepositoryContext } from './repository-context.js';

/** Gives stored paths, each of another artifact, their versions: a new one, or the one that has this content. */
export async function recordPaths(
  context: RepositoryContext,
  stored: readonly StoredPath[],
  options: GroupOptions,
): Promise<readonly Tried<RecordedPath>[]> {
  const catalog = context.worktreeCatalog();
  const drafted = await triedEach(stored, async (path) => {
    const draft = draftOf(path, options);
    const known = versionWithContent(
      await catalog.versions(draft.artifact, options),
      draft,
      path.plan.subject.present?.pointer,
    );
    if (known !== undefined) refuseNewFacts(known, { ...draft, parents: path.plan.parents });
    return { path, draft, known };
  });
  return goOn(drafted, async (each) => {
    const drafts = each.flatMap(({ draft, known }) => (known === undefined ? [draft] : []));
    const made = await (options.dryRun === true
      ? triedEach(drafts, (draft) => foresee(catalog, draft, options))
      : recordVersions(context, drafts, options));
    let next = 0;
    return each.map(({ path, known }) => {
      const record = known ?? (made[next++] as Tried<VersionRecord>);
      if (record instanceof PixelisError) return record;
      const pointer = pointerTo({ ...record, ...path.stored.content });
      return { ...path, record, pointer, state: stateOf(path.plan.subject, pointer, known) };
    });
  });
}

function draftOf({ plan, stored: { content } }: StoredPath, { madeBy: maker, parents }: GroupOptions): VersionDraft {
  const { identity, metadata } = plan;
  return {
    artifact: identity.name,
    type: identity.type,
    ...content,
    ...(maker === undefined ? {} : { run: maker.run }),
    parents: parents === undefined ? withInputs(plan, content, maker) : plan.parents,
    metadata,
  };
}

/** The parents that the user named, and what the run used; a version is not made from itself. */
function withInputs({ identity, parents }: AddPlan, { digest }: Content, maker: MadeBy | undefined): readonly Parent[] {
  const inputs = (maker?.parents ?? []).filter((used) => used.artifact !== identity.name || used.digest !== digest);
  return uniqueParents([...parents, ...inputs]);
}

/** Facts about content that has a version already cannot be added: its record is never edited. */
function refuseNewFacts(known: VersionRecord, draft: Pick<VersionRecord, 'parents' | 'metadata' | 'artifact'>): void {
  const newKeys = Object.keys(draft.metadata).filter(
    (key) => JSON.stringify(known.metadata[key]) !== JSON.stringify(draft.metadata[key]),
  );
  const newParents = draft.parents.filter(
    (parent) => !known.parents.some((old) => old.digest === parent.digest && old.artifact === parent.artifact),
  );
  if (newKeys.length === 0 && newParents.length === 0) return;
  const what = [
    ...newKeys.map((key) => `metadata '${key}'`),
    ...newParents.map((parent) => `parent '${parent.artifact}:v${parent.version}'`),
  ].join(', ');
  throw unusable(
    `this content is '${known.artifact}:v${known.version}' already, whose record has no ${what}`,
    'records are never edited: leave it out, or add the content under another name',
  );
}

/** The record that would be written. */
async function foresee(catalog: Catalog, draft: VersionDraft, options: TaskOptions): Promise<VersionRecord> {
  const versions = await catalog.versions(draft.artifact, options);
  return { ...draft, version: nextNumber(versions), created: '' };
}

function stateOf({ present }: AddSubject, pointer: Pointer, known: VersionRecord | undefined): AddedPath['state'] {
  const before = present?.pointer;
  if (
    before !== undefined &&
    before.digest === pointer.digest &&
    before.artifact === pointer.artifact &&
    before.executable === pointer.executable
  ) {
    return 'unchanged';
  }
  if (known !== undefined) return 'existing-version';
  return before === undefined ? 'added' : 'updated';
}
