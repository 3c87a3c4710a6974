import { appendFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PixelisError } from '#errors/index.js';

/** Characters that are kept in memory before they go to the file. */
const keptCharacters = 64 * 1024;

/** Experiences that were taken out of the buffer. */
export interface TakenExperiences {
  /** JSON lines; the caller removes it. */
  readonly file: string;
  readonly count: number;
}

/** Experiences since the last snapshot, in a temporary file: memory stays bounded, however many there are. */
export class ExperienceBuffer {
  #folder: string | undefined;
  #lines = '';
  #count = 0;
  #taken = 0;

  /** The temporary folder; undefined as long as nothing is in it. */
  get folder(): string | undefined {
    return this.#folder;
  }

  /** How many no snapshot has yet. */
  get count(): number {
    return this.#count;
  }

  /** @throws `usage.invalid-argument` for what JSON has no form for */
  append(experience: unknown): void {
    const text = JSON.stringify(experience) as string | undefined;
    if (text === undefined) {
      throw new PixelisError('usage.invalid-argument', `an experience cannot be ${typeof experience}`, {
        hint: 'record what JSON can hold',
      });
    }
    this.#lines += `${text}\n`;
    this.#count += 1;
    if (this.#lines.length >= keptCharacters) this.#spill();
  }

  /** What has come since the last time; undefined where nothing has. */
  take(): TakenExperiences | undefined {
    const count = this.#count;
    if (count === 0) return undefined;
    const whole = this.#spill();
    const file = join(dirname(whole), `${(this.#taken += 1)}.jsonl`);
    renameSync(whole, file);
    this.#count = 0;
    return { file, count };
  }

  dispose(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  /** @returns the file that has them all */
  #spill(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'pixelis-experience-'));
    const file = join(this.#folder, 'experiences.jsonl');
    if (this.#lines !== '') appendFileSync(file, this.#lines);
    this.#lines = '';
    return file;
  }
}
