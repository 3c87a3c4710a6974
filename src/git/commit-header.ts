import { signatureKindOf } from '#model/signature.js';
import { type GitCommit, type Person } from './git.js';

/** What a commit object says of itself. */
export type CommitHeader = Pick<GitCommit, 'parents' | 'author' | 'committer' | 'subject' | 'signature'> & {
  readonly tree: string;
};

/** Reads a commit object: header lines, an empty line, the message. The message may be indented, as `git log` prints it. */
export function parseCommitHeader(text: string): CommitHeader {
  const end = text.indexOf('\n\n');
  const fields = headerFields(end === -1 ? text : text.slice(0, end));
  const message = end === -1 ? '' : text.slice(end + 2);
  const signature = fields.get('gpgsig')?.[0] ?? fields.get('gpgsig-sha256')?.[0];
  return {
    tree: fields.get('tree')?.[0] ?? '',
    parents: (fields.get('parent') ?? []) as unknown as CommitHeader['parents'],
    author: parsePerson(fields.get('author')?.[0]),
    committer: parsePerson(fields.get('committer')?.[0]),
    subject: /\S[^\n]*/.exec(message)?.[0].trimEnd() ?? '',
    signature: signature === undefined ? 'none' : signatureKindOf(signature),
  };
}

/** Values by name, in order; a line that starts with a space continues the value before it. */
function headerFields(header: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const line of header.split(/\n(?! )/)) {
    const space = line.indexOf(' ');
    if (space === -1) continue;
    const name = line.slice(0, space);
    fields.set(name, [...(fields.get(name) ?? []), line.slice(space + 1)]);
  }
  return fields;
}

/** `Ada Lovelace <ada@example.org> 1700000000 +0100` */
function parsePerson(line = ''): Person {
  const match = /^(.*?) ?<([^>]*)>(?: (-?\d+))?/.exec(line);
  return { name: match?.[1] ?? '', email: match?.[2] ?? '', time: timeWithinReach(Number(match?.[3] ?? 0)) };
}

/** A commit can claim any number; beyond the years 1 to 9999 it is the nearest that a calendar has. */
function timeWithinReach(seconds: number): number {
  return Math.min(Math.max(seconds, -62_135_596_800), 253_402_300_799);
}
