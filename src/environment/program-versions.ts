import type { TextByName } from '#model/environment.js';
import { ask } from './ask.js';
import type { Survey } from './survey.js';
import { textByName } from './text-by-name.js';

/** How programs are asked for their version, of those of which it is known that they then do nothing else. */
export const knownPrograms: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    'bash zsh fish make just uv uvx pipx poetry pipenv pdm hatch rye pixi R Rscript julia ruby perl php rustc cargo dotnet bun deno octave'
      .split(' ')
      .map((name) => [name, ['--version']]),
  ),
  java: ['-version'],
  go: ['version'],
  lua: ['-v'],
};

/** Versions of known programs, given by name and path. */
export async function programVersions(programs: Readonly<Record<string, string>>, survey: Survey): Promise<TextByName> {
  const answers = await Promise.all(
    Object.entries(programs).map(async ([name, file]) => {
      const { text, reason } = await ask(survey, file, knownPrograms[name] ?? ['--version']);
      const version = /\d+(?:\.\d+)+[\w.+-]*/.exec(text ?? '')?.[0];
      if (version === undefined) survey.missing(`programs.${name}`, reason ?? `'${name}' did not say its version`);
      return version === undefined ? [] : [[name, version] as const];
    }),
  );
  return textByName(answers.flat());
}
