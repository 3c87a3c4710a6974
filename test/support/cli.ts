import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a command line did, as the shell sees it. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as npm installs it. */
export const bin = fileURLToPath(new URL('../../../bin/pixelis.js', import.meta.url));

/** Runs the real, bundled command line in a process of its own. `env` is all it sees of the environment, beside PATH. */
export async function runCli(
  cwd: string,
  args: readonly string[],
  {
    env = {},
    input = '',
  }: { readonly env?: Readonly<Record<string, string | undefined>>; readonly input?: string } = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined).end(input);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => (signal === null ? resolve(exitCode ?? -1) : reject(new Error(signal))));
  });
  return { code, stdout, stderr };
}

/** {@link runCli} with `--json`: the exit code and the one object that was printed. */
export async function runCliJson(
  cwd: string,
  args: readonly string[],
  options: Parameters<typeof runCli>[2] = {},
): Promise<{ readonly code: number; readonly result: unknown }> {
  const { code, stdout, stderr } = await runCli(cwd, ['--json', ...args], options);
  if (stderr !== '') throw new Error(`--json printed to stderr: ${stderr}`);
  return { code, result: JSON.parse(stdout) as unknown };
}
