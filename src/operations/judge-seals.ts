import { PixelisError } from '#errors/index.js';
import type { SignatureFacts } from '#model/signature.js';
import type { TaskOptions } from '#model/task-options.js';
import { fingerprintOf, publicKeyOf } from '#seals/note-key.js';
import type { Seal } from '#seals/seal-chain.js';
import { presentSealKey } from '#seals/seal-key.js';
import { openSignatures } from './open-signatures.js';
import type { RepositoryContext } from './repository-context.js';
import type { SealFinding } from './seal-finding.js';
import { sealSignature } from './seal-signature.js';

/** What the signatures of seals are worth, in their order. The key with which this user seals is trusted as it is. */
export async function signaturesOf(
  context: RepositoryContext,
  seals: readonly Seal[],
  options: TaskOptions,
): Promise<readonly (SignatureFacts | undefined)[]> {
  const { trust } = await openSignatures(context);
  const own = await presentSealKey(context.environment);
  const ownKey = own === undefined ? undefined : fingerprintOf({ publicKey: publicKeyOf(own) });
  const facts: (SignatureFacts | undefined)[] = [];
  let at = 0;
  const ids = seals.map(({ commit }) => commit);
  for await (const { id, bytes } of context.git.readCommits(ids, options)) {
    const seal = seals[at++] as Seal;
    const commit = bytes === undefined ? undefined : { id, bytes };
    const judged = await sealSignature({ keys: seal.signers, time: sealedAt(seal), commit }, trust);
    const isOwn = seal.signers.some((key) => fingerprintOf(key) === ownKey);
    const isTrusted = isOwn && judged?.verdict === 'untrusted';
    facts.push(isTrusted ? { kind: 'ssh', verdict: 'good', ...(ownKey === undefined ? {} : { key: ownKey }) } : judged);
  }
  return facts;
}

/** Seconds since 1970; 0 where the seal does not say. */
function sealedAt({ entries }: Seal): number {
  const end = entries.findLast((entry) => entry.kind === 'sealed');
  return end === undefined ? 0 : Date.parse(end.time) / 1000;
}

/** What is wrong with the signature of the newest seal: who can write to the repository can write seals, but not sign them. */
export function signatureFinding({ commit }: Seal, facts: SignatureFacts | undefined): SealFinding | undefined {
  const { verdict = 'untrusted', reason = 'it is not signed', key } = facts ?? {};
  if (verdict === 'good') return undefined;
  const by = key === undefined ? '' : ` with ${key}`;
  if (verdict === 'bad' || verdict === 'revoked') {
    const error = new PixelisError(
      'seal.broken',
      `the newest seal '${commit}' is signed${by}, which is ${verdict}: ${reason}`,
      {
        hint: 'compare with another clone, and seal again with a key that is trusted',
        data: { commit },
      },
    );
    return { severity: 'tampered', error, commit };
  }
  const error = new PixelisError(
    'seal.untrusted',
    `the newest seal '${commit}' is signed${by}, ${verdict}: ${reason}`,
    {
      hint: "if you know whose key it is, add it to the allowed signers: see 'pixelis audit seals'",
      data: { commit },
    },
  );
  return { severity: 'gap', error, commit };
}
