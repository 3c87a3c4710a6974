/** Environment variables; a name whose value is undefined counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;
