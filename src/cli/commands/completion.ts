import type { CompletionResult } from '../../index.js';
import { defineCommand } from '../command.js';
import { completionScripts, shells, type Shell } from '../completion-scripts.js';
import { one } from '../options.js';

export const completion = defineCommand({
  name: 'completion',
  summary: 'print a completion script for your shell',
  details: 'The script asks pixelis itself what can stand next, so that it completes artifacts and remotes as well.',
  operands: [one('SHELL', 'bash, zsh or fish', shells)],
  options: {},
  examples: [
    { command: 'source <(pixelis completion bash)', explanation: 'in ~/.bashrc' },
    { command: 'source <(pixelis completion zsh)', explanation: 'in ~/.zshrc, after compinit' },
    { command: 'pixelis completion fish > ~/.config/fish/completions/pixelis.fish', explanation: 'once' },
  ],
  answers: true,
  async run({ operands: [shell] }): Promise<CompletionResult> {
    const script = completionScripts[shell as Shell];
    return { pixelis: 1, command: 'completion', shell: shell as Shell, script, problems: [], warnings: [] };
  },
  render: ({ script }) => ({ lines: [script.trimEnd()] }),
});
