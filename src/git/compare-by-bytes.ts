/** Orders paths by their bytes in UTF-8, as git does. */
export function compareByBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
