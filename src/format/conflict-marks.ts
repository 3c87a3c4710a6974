/** The sides of a conflict. A base that several merges made, or that nobody has, is left out. */
export interface ConflictTexts {
  readonly base?: string | undefined;
  readonly ours: string;
  readonly theirs: string;
}

/** Names for people, behind the marks. */
export type ConflictLabels = Readonly<Record<keyof ConflictTexts, string>>;

/** The whole of each side between conflict marks, in the form that git calls diff3. */
export function encodeConflict({ base: given, ours, theirs }: ConflictTexts, labels: ConflictLabels): string {
  const base = given !== undefined && hasMarks.test(given) ? undefined : given;
  return [
    `<<<<<<< ${labels.ours}\n`,
    ended(ours),
    ...(base === undefined ? [] : [`||||||| ${labels.base}\n`, ended(base)]),
    '=======\n',
    ended(theirs),
    `>>>>>>> ${labels.theirs}\n`,
  ].join('');
}

/**
 * The sides of a file with conflict marks, by us or by git, which marks parts of it; undefined where it has none. What
 * stands between marks inside marks belongs to the base of a merge of merges, and counts as no base.
 */
export function decodeConflict(text: string): ConflictTexts | undefined {
  const length = /^<{7,}(?= )/m.exec(text)?.[0].length;
  if (length === undefined) return undefined;
  const mark = (letter: string): string => letter.repeat(length);
  const sides = { ours: '', base: '', theirs: '' };
  let section: keyof typeof sides | undefined;
  let hasBase = false;
  for (const line of text.split(/(?<=\n)/)) {
    const start = line.slice(0, length);
    const isMark = line.length === length || !line.startsWith(line.charAt(0), length);
    if (section === undefined && isMark && start === mark('<')) section = 'ours';
    else if (section === 'ours' && isMark && start === mark('|')) [section, hasBase] = ['base', true];
    else if ((section === 'ours' || section === 'base') && line.trimEnd() === mark('=')) section = 'theirs';
    else if (section === 'theirs' && isMark && start === mark('>')) section = undefined;
    else if (section !== undefined) sides[section] += line;
    else for (const side of ['ours', 'base', 'theirs'] as const) sides[side] += line;
  }
  if (section !== undefined) return undefined;
  const isPlain = hasBase && !hasMarks.test(sides.base);
  return { ours: sides.ours, theirs: sides.theirs, ...(isPlain ? { base: sides.base } : {}) };
}

const hasMarks = /^[<>|=]{7}/m;

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
