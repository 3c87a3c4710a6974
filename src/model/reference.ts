import { PixelisError } from '#errors/index.js';
import { isAliasName, latestAlias } from './alias.js';
import { isArtifactName } from './artifact-name.js';
import { isTreePath, type TreePath } from './tree-path.js';

/**
 * What a user typed for a version or a path. Some texts can be read in more than one way, which only the repository can
 * decide: `readings` has them all, in the order in which they are tried.
 */
export interface Reference {
  readonly text: string;
  readonly readings: readonly Reading[];
  /** One file or folder inside a folder. */
  readonly subpath?: TreePath;
}

export type Reading = LatestReading | VersionReading | AliasReading | DigestReading | PathReading;

/** `dataset-mmvet`: the newest version. */
export interface LatestReading {
  readonly kind: 'latest';
  readonly artifact: string;
  /** As of this revision of git. */
  readonly revision?: string;
}

/** `dataset-mmvet:v2`, `dataset-mmvet-v2` */
export interface VersionReading {
  readonly kind: 'version';
  readonly artifact: string;
  readonly version: number;
  readonly revision?: string;
}

/** `dataset-mmvet:best` */
export interface AliasReading {
  readonly kind: 'alias';
  readonly artifact: string;
  readonly alias: string;
  readonly revision?: string;
}

/** `blake3:6f1a`, `dataset-mmvet@blake3:6f1a` */
export interface DigestReading {
  readonly kind: 'digest';
  /** Only a version of this artifact. */
  readonly artifact?: string;
  /** 4 to 64 hex digits with which the digest begins. */
  readonly digits: string;
}

/** `data/train.csv`, `../train.csv@v1.0`: as typed, relative to the user's folder. */
export interface PathReading {
  readonly kind: 'path';
  readonly path: string;
  readonly revision?: string;
}

/** @throws `reference.invalid` where the text can be read in no way */
export function parseReference(text: string): Reference {
  if (text.length > maxLength || /[\u0000-\u001f\u007f]/.test(text))
    throw invalid(text, 'it is too long or has control characters');
  const { subject, subpath } = splitSubpath(text);
  const readings = subject.startsWith('blake3:') ? [digestReading(text, subject)] : readingsOf(text, subject);
  if (readings.length === 0) throw invalid(text, 'it is neither a name nor a path');
  if (subpath === undefined) return { text, readings };
  if (!isTreePath(subpath)) throw invalid(text, `'${subpath}' is no path inside a folder`);
  return { text, readings, subpath };
}

/** The plainest text that has this reading. */
export function formatReference(reading: Reading, subpath?: TreePath): string {
  return subjectText(reading) + (subpath === undefined ? '' : `//${subpath}`);
}

const maxLength = 8192;

function subjectText(reading: Reading): string {
  if (reading.kind === 'digest') {
    return `${reading.artifact === undefined ? '' : `${reading.artifact}@`}blake3:${reading.digits}`;
  }
  const at = reading.revision === undefined ? '' : `@${reading.revision}`;
  switch (reading.kind) {
    case 'version':
      return `${reading.artifact}:v${reading.version}${at}`;
    case 'alias':
      return `${reading.artifact}:${reading.alias}${at}`;
    case 'path':
      return reading.path + at;
    default:
      return reading.artifact + at;
  }
}

/** Splits at the first `//` that is not inside the braces of a revision such as `HEAD^{/text}`. */
function splitSubpath(text: string): { readonly subject: string; readonly subpath?: string } {
  let braces = 0;
  for (let index = 1; index < text.length; index++) {
    if (text[index] === '{') braces += 1;
    else if (text[index] === '}') braces = Math.max(0, braces - 1);
    else if (braces === 0 && text.startsWith('//', index)) {
      return { subject: text.slice(0, index), subpath: text.slice(index + 2).replace(/\/$/, '') };
    }
  }
  return { subject: text };
}

function readingsOf(text: string, subject: string): Reading[] {
  const at = subject.indexOf('@');
  const [base, revision] = at < 0 ? [subject] : [subject.slice(0, at), subject.slice(at + 1)];
  if (isArtifactName(base) && revision?.startsWith('blake3:') === true) {
    return [{ ...digestReading(text, revision), artifact: base }];
  }
  return [...(revision === '' ? [] : artifactReadings(base, revision)), ...pathReadings(subject)];
}

function artifactReadings(base: string, revision: string | undefined): Reading[] {
  const of = revision === undefined ? {} : { revision };
  const colon = base.indexOf(':');
  if (colon >= 0) {
    const artifact = base.slice(0, colon);
    const selector = base.slice(colon + 1);
    if (!isArtifactName(artifact)) return [];
    const version = versionNumber(selector);
    if (version !== undefined) return [{ kind: 'version', artifact, version, ...of }];
    if (selector === latestAlias) return [{ kind: 'latest', artifact, ...of }];
    return isAliasName(selector) ? [{ kind: 'alias', artifact, alias: selector, ...of }] : [];
  }
  if (!isArtifactName(base)) return [];
  // A name may end as the other spelling of a version does, as those of evaluations do: the name goes first.
  const dash = base.lastIndexOf('-v');
  const version = versionNumber(base.slice(dash + 1));
  const latest: Reading = { kind: 'latest', artifact: base, ...of };
  if (dash < 1 || version === undefined || !isArtifactName(base.slice(0, dash))) return [latest];
  return [latest, { kind: 'version', artifact: base.slice(0, dash), version, ...of }];
}

/** A path may contain an `@`, and so may a revision: the whole goes first, then each place where it can be cut. */
function pathReadings(subject: string): Reading[] {
  if (subject === '') return [];
  const readings: Reading[] = [{ kind: 'path', path: subject }];
  for (let at = subject.indexOf('@', 1); at > 0; at = subject.indexOf('@', at + 1)) {
    const revision = subject.slice(at + 1);
    if (revision === '' || revision.startsWith('{')) continue;
    readings.push({ kind: 'path', path: subject.slice(0, at), revision });
  }
  return readings;
}

function versionNumber(selector: string): number | undefined {
  if (!/^v[1-9]\d*$/.test(selector)) return undefined;
  const version = Number(selector.slice(1));
  return Number.isSafeInteger(version) ? version : undefined;
}

function digestReading(text: string, subject: string): DigestReading {
  const digits = subject.slice('blake3:'.length).toLowerCase();
  if (!/^[0-9a-f]{4,64}$/.test(digits)) throw invalid(text, "after 'blake3:' come 4 to 64 hex digits");
  return { kind: 'digest', digits };
}

function invalid(text: string, problem: string): PixelisError {
  return new PixelisError('reference.invalid', `'${text.slice(0, 200)}' is not a reference: ${problem}`, {
    hint: 'try NAME, NAME:v2, NAME:ALIAS, NAME@REVISION, blake3:DIGITS or a path, each with //SUB/PATH where it is a folder',
    data: { text: text.slice(0, maxLength), problem },
  });
}
