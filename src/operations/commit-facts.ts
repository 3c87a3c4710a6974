import type { GitCommit } from '#git/git.js';
import type { CommitFacts } from '#schema/index.js';

/** What results say of a commit. */
export function commitFacts({ id, author, subject, signature }: GitCommit): CommitFacts {
  const date = `${new Date(author.time * 1000).toISOString().slice(0, 19)}Z`;
  return { commit: id, author: author.name, email: author.email, date, subject, signature };
}
