import type { SignatureFacts } from '#model/signature.js';
import type { Seal } from '#seals/seal-chain.js';
import { encodeNoteKey, fingerprintOf, sshKeyText } from '#seals/note-key.js';
import type { SealFacts } from '#schema/index.js';

/** What results say of a seal. */
export function sealFacts(
  { commit, checkpoint, entries, signers }: Seal,
  signature: SignatureFacts | undefined,
): SealFacts {
  const end = entries.findLast((entry) => entry.kind === 'sealed');
  return {
    commit,
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: Buffer.from(checkpoint.root).toString('base64'),
    added: entries.length,
    ...(end === undefined ? {} : { time: end.time }),
    ...(end?.reason === undefined ? {} : { accepted: end.reason }),
    keys: signers.map((key) => ({ fingerprint: fingerprintOf(key), ssh: sshKeyText(key), note: encodeNoteKey(key) })),
    ...(signature === undefined ? {} : { signature }),
  };
}
