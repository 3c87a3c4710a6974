import { pathHash } from './tree-cut.js';

/**
 * Any text as part of an artifact name: letters without their marks, digits, dots, dashes and underscores. Where letters
 * of other scripts are lost, a hash of the text takes their place, so that different texts stay different.
 */
export function slugOf(text: string, maxLength: number): string {
  const latin = text.normalize('NFKD').replace(/\p{Mark}/gu, '');
  const kept = latin.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  const isLossy = /[^\u0000-\u007f]/.test(latin) || kept === '' || kept.length > maxLength;
  if (!isLossy) return kept;
  const hash = pathHash(text).toString(16).padStart(8, '0');
  const head = kept.slice(0, maxLength - hash.length - 1).replace(/[^A-Za-z0-9]+$/, '');
  return head === '' ? hash : `${head}_${hash}`;
}
