/** Objects up to this many bytes go into packs, larger ones are files of their own. */
export const smallObjectLimit = 1024 * 1024;

/** A pack is closed once it has this many bytes: one flush makes all of them durable, one request sends them. */
export const packTargetSize = 32 * 1024 * 1024;

/** Packs below this size are merged when there are many of them. */
export const smallPackSize = 1024 * 1024;

/** Packs that are put together for a transfer are held in memory: so many bytes at most, and one object more. */
export const repackSize = 8 * 1024 * 1024;
