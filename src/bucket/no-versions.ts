/** What lies hidden in a bucket that keeps only what it shows. */
export async function* noVersions(): AsyncGenerator<never, void> {
  // There is nothing under what is listed.
}
