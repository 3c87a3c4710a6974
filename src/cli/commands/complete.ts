import { type Command, type CommandEntry, defineCommand, type Result } from '../command.js';
import { completeWords } from '../complete-words.js';
import { any } from '../options.js';

/** What the completion scripts call with the words so far, the last one unfinished. */
export const completeFrom = (table: readonly CommandEntry[]): Command =>
  defineCommand({
    name: 'complete',
    summary: 'print what can stand next on a command line',
    hidden: true,
    operands: [any('WORD', 'a word of the command line')],
    options: {},
    examples: [{ command: "pixelis complete -- push ''", explanation: 'what can be pushed' }],
    async run({ operands }, session): Promise<Result | undefined> {
      const lines = await completeWords(operands, { table, session });
      await session.write(Buffer.from(lines.map((line) => `${line}\n`).join('')));
      return undefined;
    },
    render: () => ({ lines: [] }),
  });
