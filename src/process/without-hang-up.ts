import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './environment.js';
import { findExecutable } from './find-executable.js';
import type { ProcessCommand } from './start-process.js';

/**
 * The command as it must be started where this process was started by `nohup`: by `nohup` again. Node forgets at its start
 * that a hang-up was to be ignored, and so would its children: a training would die with the terminal all the same.
 */
export function withoutHangUp(command: ProcessCommand): ProcessCommand {
  if (process.platform === 'win32' || !isHangUpIgnored(command.environment)) return command;
  const nohup = findExecutable('nohup', command.environment);
  return nohup === undefined ? command : { ...command, file: nohup, args: [command.file, ...command.args] };
}

/** As the shell tells which program it called, and as the kernel tells of our parent (Linux). */
function isHangUpIgnored(environment: Environment): boolean {
  if (path.basename(environment['_'] ?? '') === 'nohup') return true;
  try {
    const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${process.ppid}/status`, 'utf8'))?.[1];
    // The first bit is that of SIGHUP.
    return ignored !== undefined && (BigInt(`0x${ignored}`) & 1n) === 1n;
  } catch {
    return false;
  }
}
