import { PixelisError } from '#errors/index.js';

/** Whether a text can name an artifact at all, whatever the conventions say. It becomes the name of a folder. */
export function isArtifactName(text: string): boolean {
  return text.length <= maxNameLength && pattern.test(text) && !reserved.test(text);
}

/** @throws `name.invalid` */
export function parseArtifactName(text: string): string {
  if (isArtifactName(text)) return text;
  throw new PixelisError('name.invalid', `'${text.slice(0, maxNameLength)}' cannot name an artifact`, {
    hint: 'a name has letters, digits, dots, dashes and underscores, at most 200, and begins with a letter, a digit or an underscore',
    data: { name: text.slice(0, maxNameLength) },
  });
}

export const maxNameLength = 200;

/** It neither begins nor ends as something that a file system or a command line reads in its own way. */
const pattern = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/;
/** Names that Windows keeps for devices, with any ending. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
