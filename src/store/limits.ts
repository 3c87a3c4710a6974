/** Objects up to this many bytes go into packs, larger ones are files of their own. */
export const smallObjectLimit = 1024 * 1024;

/** A pack is closed once it has this many bytes: one flush makes all of them durable, one request sends them. */
export const packTargetSize = 32 * 1024 * 1024;
