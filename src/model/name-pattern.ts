import { PixelisError } from '#errors/index.js';

/**
 * The regular expression that the names of a custom type match as a whole. What could take for ever on some name is
 * refused, since a pattern comes with a repository that somebody else may have made.
 * @throws `config.invalid`
 */
export function compileNamePattern(type: string, pattern: string): RegExp {
  let problem = patternExcess(pattern);
  try {
    const compiled = new RegExp(`^(?:${pattern})$`, 'u');
    if (problem === undefined) return compiled;
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  throw new PixelisError('config.invalid', `the pattern of type '${type}' cannot be used: ${problem}`, {
    hint: `mend types.${type}.pattern in .pixelis/config.yaml`,
    data: { type, pattern, problem },
  });
}

const maxRepetitions = 4;
const maxOptionals = 12;

/**
 * Why matching could take for ever; undefined where it could not. On names of at most 200 characters a few repetitions
 * one after the other are fine; one inside another, or choices inside one, need not be.
 */
function patternExcess(pattern: string): string | undefined {
  const plain = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (/\\[1-9k]/.test(pattern)) return 'it refers back to a group';
  if (/\(\?<?[=!]/.test(plain)) return 'it looks ahead or behind';
  let repetitions = 0;
  let optionals = 0;
  // For each open group, whether something in it repeats or is a choice.
  const groups = [false];
  for (const { 0: token } of plain.matchAll(/\(|\)(?<repeat>[*+]|\{\d+,?\d*\})?|[*+|?]|\{\d+,?\d*\}/g)) {
    if (token === '(') {
      groups.push(false);
    } else if (token.startsWith(')')) {
      const isBranching = groups.pop() ?? false;
      if (token.length > 1) {
        if (isBranching) return 'a group that repeats contains what repeats, or choices';
        repetitions += 1;
      }
      if (groups.length > 0) groups[groups.length - 1] ||= isBranching || token.length > 1;
    } else {
      if (token === '?') optionals += 1;
      else if (token !== '|' && !/^\{\d+\}$/.test(token)) repetitions += 1;
      if (groups.length > 0) groups[groups.length - 1] = true;
    }
  }
  if (repetitions > maxRepetitions) return `it repeats in more than ${maxRepetitions} places`;
  if (optionals > maxOptionals) return `it leaves more than ${maxOptionals} places open`;
  return undefined;
}
