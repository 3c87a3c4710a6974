import { PixelisError } from '#errors/index.js';
import type { ProcessEnd } from '#process/start-process.js';

/** The error for a git command that failed: git's own words, and the way out where we know it. */
export function gitFailed(args: readonly string[], end: ProcessEnd & { readonly stdout?: Buffer }): PixelisError {
  const words = end.stderr.trim() || end.stdout?.toString('utf8').trim() || '';
  const complaint = words
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('hint: '))
    .map((line) => line.replace(/^(?:fatal|error): /, '').replace(/\.$/, ''))
    .slice(0, 4)
    .join('; ');
  const outcome = end.exitCode === undefined ? `was ended by ${end.signal}` : `ended with ${end.exitCode}`;
  return new PixelisError('git.failed', `git ${args[0]} failed: ${complaint || outcome}`, {
    hint: hintFor(words),
    data: { arguments: args, exitCode: end.exitCode ?? null, stderr: end.stderr },
  });
}

function hintFor(words: string): string | undefined {
  if (/promisor|transport '.*' not allowed/.test(words)) {
    return 'this is a partial clone; fetch the rest of it: git fetch --refetch --no-filter';
  }
  const dubious = /safe\.directory (.+)$/m.exec(words);
  if (dubious !== null) return `if you trust it: git config --global --add safe.directory ${dubious[1]}`;
  if (/tell me who you are|identity unknown|empty ident name/i.test(words)) {
    return 'git config --global user.name "Your Name" && git config --global user.email you@example.org';
  }
  return undefined;
}
