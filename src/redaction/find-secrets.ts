import { Buffer } from 'node:buffer';
import { assignmentAt } from '#model/secret-assignment.js';
import { secretNameStems } from '#model/secret-name.js';
import { type ValueRule, valueRules } from '#model/secret-rules.js';
import { anchorSearch } from './anchor-search.js';
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
    for (const { judge } of inBinary.at(view.bytes, found.start)) {
      const precise = judge(view, found.start);
      if (precise?.start === found.start && precise.end >= found.end) return precise;
    }
    return found;
  }

  return (bytes, { from, free: start, to, isText }) => {
    const search = isText ? inText : inBinary;
    const view = viewOf(bytes);
    const found: FoundSecret[] = [];
    let position = from;
    let free = start;
    for (;;) {
      position = search.next(bytes, position, to);
      if (position >= to) return found;
      const secret = firstFrom(search.at(bytes, position), view, { position, free });
      if (secret === undefined) position++;
      else {
        found.push(secret);
        free = secret.end;
        position = Math.max(position + 1, free);
      }
    }
  };
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

function firstFrom(
  anchors: readonly Anchor[],
  view: ByteView,
  { position, free }: { readonly position: number; readonly free: number },
): FoundSecret | undefined {
  for (const { judge } of anchors) {
    const secret = judge(view, position);
    if (secret !== undefined && secret.start >= free) return secret;
  }
  return undefined;
}

function ruleAnchors(rules: readonly ValueRule[]): readonly Anchor[] {
  return rules.flatMap((rule) =>
    rule.anchors.map((anchor): Anchor => ({ literal: Buffer.from(anchor), judge: ruleJudge(rule) })),
  );
}

function ruleJudge({ name, pattern, before = 0, isSecret }: ValueRule): Anchor['judge'] {
  let withPlaces: RegExp | undefined;
  return (view, position) => {
    pattern.lastIndex = position - before;
    if (position < before || !pattern.test(view.text())) return undefined;
    withPlaces ??= new RegExp(pattern.source, `${pattern.flags}d`);
    withPlaces.lastIndex = position - before;
    const match = withPlaces.exec(view.text());
    const place = match?.indices?.[1] ?? match?.indices?.[0];
    if (match === null || place === undefined) return undefined;
    if (isSecret?.(match[1] ?? match[0]) === false) return undefined;
    return { start: place[0], end: place[1], rule: name };
  };
}

function liveJudge({ literal, secret, rule }: LiveForm): Anchor['judge'] {
  const text = Buffer.from(secret).toString('latin1');
  return ({ bytes }, start) => {
    const end = start + literal.length;
    return bytes.subarray(start, end).equals(literal) ? { start, end, rule, secret: text } : undefined;
  };
}
