import { problemOf } from '#errors/index.js';
import type { CommitId } from '#git/git.js';
import { isObjectOf } from '#git/object-id.js';
import type { TaskOptions } from '#model/task-options.js';
import type { CommitFacts, Problem, SignatureFacts } from '#schema/index.js';
import type { SignatureVerifier } from '#signature/signature-verifier.js';
import { openSignatures } from './open-signatures.js';
import type { RepositoryContext } from './repository-context.js';

export interface DetailsRequest extends TaskOptions {
  /** Whole messages, too. */
  readonly messages?: boolean | undefined;
}

/** So many signatures are checked at once: a library does some of the work on other threads. */
const atOnce = 32;

/**
 * What the bytes of commits say beyond the facts that are known: whether the signatures are good, and the whole messages.
 * Only commits that carry a signature, or are to tell their message, are read, each once.
 */
export async function commitDetails(
  context: RepositoryContext,
  { commits, warnings }: { readonly commits: readonly CommitFacts[]; readonly warnings: Problem[] },
  { messages = false, ...options }: DetailsRequest,
): Promise<(facts: CommitFacts) => CommitFacts> {
  const isSigned = ({ signature }: CommitFacts): boolean => signature !== 'none';
  const wanted = new Set(
    commits.filter((facts) => messages || isSigned(facts)).map(({ commit }) => commit as CommitId),
  );
  const details = new Map<string, Pick<CommitFacts, 'verification' | 'message'>>();
  const signatures = commits.some(isSigned) ? await openSignatures(context) : undefined;
  warnings.push(...(signatures?.problems ?? []).map((problem) => problemOf(problem)));
  const checks: Promise<void>[] = [];
  for await (const { id, bytes } of context.git.readCommits(wanted, options)) {
    if (bytes === undefined) continue;
    const message = messages ? { message: messageOf(bytes) } : {};
    const check = async (): Promise<void> => {
      const verification = await verify(signatures?.verifier, { id, bytes });
      details.set(id, { ...message, ...(verification === undefined ? {} : { verification }) });
    };
    checks.push(check());
    if (checks.length === atOnce) await Promise.all(checks.splice(0));
  }
  await Promise.all(checks);
  return (facts) => ({ ...facts, ...details.get(facts.commit) });
}

async function verify(
  verifier: SignatureVerifier | undefined,
  commit: { readonly id: string; readonly bytes: Uint8Array },
): Promise<SignatureFacts | undefined> {
  const facts = await verifier?.commit(commit);
  if (facts === undefined || isObjectOf(commit.id, 'commit', commit.bytes)) return facts;
  return { kind: facts.kind, verdict: 'bad', reason: 'the commit is not what its id says' };
}

function messageOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const end = text.indexOf('\n\n');
  return end === -1 ? '' : text.slice(end + 2).trim();
}
