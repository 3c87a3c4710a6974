import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { BlobId, Git } from '#git/git.js';
import type { AuditFinding } from '#model/audit-finding.js';
import type { Ancestry } from '#model/commit-order.js';
import type { TaskOptions } from '#model/task-options.js';
import { parseAllowedSigners } from '#signature/allowed-signers.js';
import { signatureVerifier } from '#signature/signature-verifier.js';
import { type CommitSignatures, requirement } from './audit-signatures.js';
import type { History } from './read-history.js';
import type { RepositoryContext } from './repository-context.js';

/** A file of the repository that says who is trusted to sign: whoever changes it decides whose signatures count. */
export interface TrustFile {
  readonly path: string;
  /** Whether it is the file of allowed signers. */
  readonly isSigners: boolean;
}

export async function trustFiles({
  git,
  config,
}: Pick<RepositoryContext, 'git' | 'config'>): Promise<readonly TrustFile[]> {
  const { root } = git.places;
  const { allowedSigners, revokedKeys, openpgpKeys } = config.signatures;
  const files = [
    { file: (await git.configPath('gpg.ssh.allowedSignersFile')) ?? allowedSigners, isSigners: true },
    { file: (await git.configPath('gpg.ssh.revocationFile')) ?? revokedKeys, isSigners: false },
    { file: openpgpKeys, isSigners: false },
  ];
  return files.flatMap(({ file, isSigners }) => {
    if (file === undefined) return [];
    const inside = relative(root, resolve(root, file)).replaceAll(sep, '/');
    return inside.startsWith('../') || isAbsolute(inside) ? [] : [{ path: inside, isSigners }];
  });
}

/**
 * Changes of such files by commits that nobody signed who was trusted before: the file of allowed signers is read as the
 * commit before had it. To write one for the first time takes no signature.
 */
export async function trustFindings(
  git: Git,
  {
    files,
    history,
    signatures,
    required,
    ancestry,
  }: {
    readonly files: readonly TrustFile[];
    readonly history: History;
    readonly signatures: CommitSignatures;
    readonly required: string;
    readonly ancestry: Ancestry;
  },
  options: TaskOptions,
): Promise<readonly AuditFinding[]> {
  const isRequired = requirement(history, required, ancestry);
  const findings: AuditFinding[] = [];
  for (const { path, isSigners } of files) {
    for (const { commit, before, after } of history.watched.get(path) ?? []) {
      const made = history.commits[commit];
      // A merge that takes one side has that side's change; a first version is nobody's yet.
      if (made === undefined || made.isBase || before === undefined || (history.parents[commit] ?? []).length > 1)
        continue;
      const facts = signatures.get(commit);
      const isGood =
        isSigners && facts?.kind === 'ssh' && made.signed !== undefined
          ? await isAllowedBy(git, { id: made.id, bytes: made.signed, signers: before as BlobId }, options)
          : facts?.verdict === 'good';
      if (isGood) continue;
      const what = after === undefined ? 'deletes' : 'changes';
      findings.push({
        kind: isRequired(commit) ? 'trust-usurped' : 'trust-changed',
        commit,
        path,
        message: `commit '${made.id}' ${what} '${path}', which says whose signatures count, and nobody signed it who was trusted before`,
        hint: `see what it changes: git show ${made.id} -- ${path}`,
      });
    }
  }
  return findings;
}

async function isAllowedBy(
  git: Git,
  { signers: blob, ...commit }: { readonly id: string; readonly bytes: Uint8Array; readonly signers: BlobId },
  options: TaskOptions,
): Promise<boolean> {
  for await (const { bytes } of git.readBlobs([blob], options)) {
    const { signers } = parseAllowedSigners(Buffer.from(bytes).toString('utf8'));
    const ssh = { signers, revoked: () => undefined };
    const verifier = signatureVerifier({ ssh, openpgp: () => Promise.resolve([]) });
    return (await verifier.commit(commit))?.verdict === 'good';
  }
  return false;
}
