import { randomInt } from 'node:crypto';

/** A fresh id: ten letters and digits that cannot be mistaken for each other, the first a letter. 50 bits of chance. */
export function newRunId(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz';
  const all = `${letters}23456789`;
  const one = (alphabet: string): string => alphabet[randomInt(alphabet.length)] as string;
  return one(letters) + Array.from({ length: 9 }, () => one(all)).join('');
}
