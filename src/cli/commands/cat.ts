import { type CatResult, type FileContent, PixelisError } from '../../index.js';
import { defineCommand, type Session } from '../command.js';
import { one, remote } from '../options.js';

const jsonLimitBytes = 64 * 2 ** 20;

export const cat = defineCommand({
  name: 'cat',
  summary: 'print a file of any version',
  details: 'The bytes go to stdout as they are, checked against their digest.',
  operands: [one('REF', 'version of a file, or a file inside a folder', 'target')],
  options: { remote },
  examples: [
    { command: 'pixelis cat dataset-cota_sft:v1//labels.csv | head', explanation: 'look into an old version' },
    { command: 'pixelis cat metrics/eval.json@HEAD~3', explanation: 'a file as of an earlier commit' },
  ],
  answers: true,
  async run({ operands: [reference = ''], options }, session): Promise<CatResult | undefined> {
    const repository = await session.repository();
    const content = await repository.cat(reference, { ...session.task, remote: options.remote });
    if (session.wantsJson) return asResult(content);
    await write(content, session);
    return undefined;
  },
  render: () => ({ lines: [] }),
});

async function write({ bytes }: FileContent, session: Session): Promise<void> {
  for await (const chunk of bytes) {
    if (!(await session.write(chunk))) return;
  }
}

async function asResult({ version, subpath, size, bytes }: FileContent): Promise<CatResult> {
  if (size > jsonLimitBytes)
    throw new PixelisError('usage.invalid-argument', `a file of ${size} bytes is too large for --json`, {
      hint: 'leave out --json, or: pixelis get',
    });
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  const text = whole.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(whole);
  return {
    pixelis: 1,
    command: 'cat',
    ...version,
    ...(subpath === undefined ? {} : { subpath }),
    size,
    encoding: isText ? 'utf8' : 'base64',
    content: isText ? text : whole.toString('base64'),
    problems: [],
    warnings: [],
  };
}
