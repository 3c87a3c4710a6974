import type { CheckProofResult, ProveResult, SealFacts, SealResult, SealSignature, SealsResult } from '../../index.js';
import { versionName } from './shared.js';
import { columns, printable } from './text.js';
import type { Rendered } from './view.js';

export function renderSeal({ seal, added, dryRun, pushed, kept, problems }: SealResult): Rendered {
  if (problems.length > 0) return { lines: ['nothing is sealed'], next: 'next: pixelis audit' };
  const { states, heads, accepted } = added;
  const parts = [
    `${states} new ${states === 1 ? 'state' : 'states'} of records and pointers`,
    `${heads} moved ${heads === 1 ? 'head' : 'heads'}`,
    ...(accepted === 0 ? [] : [`${accepted} accepted`]),
  ];
  if (dryRun) return { lines: [`would seal ${parts.join(', ')}`] };
  if (seal === undefined) return { lines: ['there is nothing to seal yet'] };
  const isNew = states + heads + accepted > 0;
  const done = isNew ? `sealed ${parts.join(', ')}` : `nothing is new since the seal of ${seal.time}`;
  const held =
    kept === undefined ? [] : [`the checkpoint is on remote '${printable(kept.remote)}' as ${printable(kept.key)}`];
  const shared = pushed === undefined ? [] : [`the seals are on '${printable(pushed)}'`];
  return {
    lines: [done, `${seal.size} entries in all, root ${seal.root}`, ...shared, ...held],
    next:
      pushed === undefined && kept === undefined
        ? 'a seal that nobody else has protects less: pixelis audit seal --push'
        : undefined,
  };
}

export function renderSeals({ seals }: SealsResult): Rendered {
  if (seals.length === 0) return { lines: ['no seals'], next: 'next: pixelis audit seal' };
  const unknown = seals[0]?.signature?.verdict === 'untrusted' ? seals[0].keys[0] : undefined;
  return {
    lines: columns(seals.map(cells)),
    next:
      unknown === undefined
        ? undefined
        : `the newest key as a line for the allowed signers: NAME namespaces="pixelis-seal" ${unknown.ssh}`,
  };
}

function cells({ commit, time = '', size, added, accepted, signature }: SealFacts): readonly string[] {
  const why = accepted === undefined ? '' : printable(`accepted: ${accepted}`);
  return [
    commit.slice(0, 12),
    time,
    `${size} entries`,
    `+${added}`,
    signature === undefined ? 'not signed' : `signed ${signedBy(signature)}`,
    why,
  ];
}

export function renderProof({ proof, output, record }: ProveResult): Rendered {
  if (output === undefined) return { lines: [JSON.stringify(proof, null, 2)] };
  return {
    lines: [`proof of ${printable(record)} written to ${printable(output)}`],
    next: `whoever has it checks it with: pixelis audit check-proof ${printable(output)}`,
  };
}

export function renderChecked(result: CheckProofResult): Rendered {
  const { record, version, run, commit, sealed, origin, size, root, signature, since } = result;
  const what = version === undefined ? run : versionName(version);
  return {
    lines: columns([
      ['proven', `${what === undefined ? '' : `${what}, `}${printable(record)}`],
      ['in commit', commit],
      ['sealed', `by ${sealed}`],
      ['checkpoint', `${printable(origin)}, ${size} entries, root ${root}`],
      ...(since === undefined ? [] : [['grew out of', `${since.size} entries, root ${since.root}`]]),
      ['signed', signature === undefined ? 'by nobody' : signedBy(signature)],
    ]),
  };
}

function signedBy({ verdict, signer, key = '', reason }: SealSignature): string {
  const who = signer === undefined ? `with ${key}` : `by ${printable(signer)}, with ${key}`;
  return verdict === 'good' ? who : `${who} (${verdict}${reason === undefined ? '' : `: ${reason}`})`;
}
