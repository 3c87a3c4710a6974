import { Buffer } from 'node:buffer';
import { assignmentAt } from '#model/secret-assignment.js';
import { secretNameStems } from '#model/secret-name.js';
import { type ValueRule, valueRules } from '#model/secret-rules.js';
import { type AnchorSearch, anchorSearch } from './anchor-search.js';
import type { LiveForm } from './live-values.js';

/** A secret in bytes: from `start` to before `end`. */
export interface FoundSecret {
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  /** What it is, as text of one character a byte where it stands encoded otherwise; default: the bytes themselves. */
  readonly secret?: string;
}

/** Bytes to be looked through: in which part, and whether as text. */
export interface SearchedPart {
  readonly from: number;
  /** What lies before it is not to be touched; at most `from`. */
  readonly free: number;
  /** A secret begins before it, and may end behind it. */
  readonly to: number;
  readonly isText: boolean;
}

/** Bytes before a place, and behind it, that decide whether a secret is there. */
export const contextBefore = 256;
export const contextBehind = 192 * 1024;

/** Finds secrets in bytes, in the order of their places, none over another. */
export type FindSecrets = (bytes: Buffer, part: SearchedPart) => FoundSecret[];

/** Prepares a search for what the rules know, and for these secrets. `isAllowed` exempts rules and names. */
export function secretFinder(live: readonly LiveForm[], isAllowed: (name: string) => boolean): FindSecrets {
  const exact = ruleAnchors(valueRules.filter(({ name, isExact }) => isExact && !isAllowed(name)));
  const textual = ruleAnchors(valueRules.filter(({ name, isExact }) => !isExact && !isAllowed(name)));
  const known = live.map((form): Anchor => ({ literal: form.literal, judge: liveJudge(form) }));
  // The longest first: a secret may begin with another one.
  known.sort((left, right) => right.literal.length - left.literal.length);
  const inBinary = anchorSearch([...known, ...exact]);
  const assigned = secretNameStems.map(
    (stem): Anchor => ({
      literal: Buffer.from(stem),
      judge: (view, position) => assignedSecret(view, position),
    }),
  );
  const inText = anchorSearch([...known, ...exact, ...assigned, ...textual]);

  function assignedSecret(view: ByteView, position: number): FoundSecret | undefined {
    const found = assignmentAt(view.text(), position);
    if (found === undefined || isAllowed(found.name) || isAllowed(found.rule)) return undefined;
    // A value that shows what it is goes by that.
    const precise = inBinary.firstAt(view.bytes, found.start, ({ judge }) => judge(view, found.start));
    return precise?.start === found.start && precise.end >= found.end ? precise : found;
  }

  return (bytes, { from, free, to, isText }) => {
    const found: FoundSecret[] = [];
    collect(isText ? inText : inBinary, viewOf(bytes), { from, free, to, found });
    return found;
  };
}

/** Adds to `found` what begins from `from` on and before `to`, and does not lie over what begins before `free`. */
function collect(
  search: AnchorSearch<Anchor>,
  view: ByteView,
  { from, free: start, to, found }: { from: number; free: number; to: number; found: FoundSecret[] },
): void {
  let free = start;
  let position = from;
  const judged = ({ judge }: Anchor): FoundSecret | undefined => {
    const secret = judge(view, position);
    return secret !== undefined && secret.start >= free ? secret : undefined;
  };
  for (;;) {
    position = search.next(view.bytes, position, to);
    if (position >= to) return;
    const secret = search.firstAt(view.bytes, position, judged);
    position++;
    if (secret === undefined) continue;
    // The sign of one may stand before another: `https://token:password@`.
    if (secret.start > position) collect(search, view, { from: position, free, to: secret.start, found });
    free = Math.max(free, found.at(-1)?.end ?? 0);
    if (secret.end <= free) continue;
    found.push({ ...secret, start: Math.max(secret.start, free) });
    free = secret.end;
    position = Math.max(position, free);
  }
}

interface Anchor {
  readonly literal: Uint8Array;
  readonly judge: (view: ByteView, position: number) => FoundSecret | undefined;
}

/** Bytes, and the same as text of one character a byte, made when it is first needed. */
interface ByteView {
  readonly bytes: Buffer;
  text(): string;
}

function viewOf(bytes: Buffer): ByteView {
  let text: string | undefined;
  return { bytes, text: () => (text ??= bytes.toString('latin1')) };
}

function ruleAnchors(rules: readonly ValueRule[]): readonly Anchor[] {
  return rules.flatMap(({ name, anchors, find }) => {
    const judge: Anchor['judge'] = (view, position) => {
      const place = find(view.text(), position);
      return place === undefined ? undefined : { ...place, rule: name };
    };
    return anchors.map((anchor) => ({ literal: Buffer.from(anchor), judge }));
  });
}

function liveJudge({ literal, secret, rule }: LiveForm): Anchor['judge'] {
  const text = Buffer.from(secret).toString('latin1');
  return ({ bytes }, start) => {
    const end = start + literal.length;
    return bytes.subarray(start, end).equals(literal) ? { start, end, rule, secret: text } : undefined;
  };
}
