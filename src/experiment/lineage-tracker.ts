import { writeFile } from 'node:fs/promises';
import { diskError, isDiskError, PixelisError } from '#errors/index.js';
import { lineageDot } from '#model/lineage-dot.js';
import { lineageMermaid } from '#model/lineage-mermaid.js';
import type { LineageResult, LineageVersion, Problem } from '#schema/index.js';
import type { LineageOptions, LineageScope, LineageValidateOptions } from '../lineage.js';
import type { RepositoryChoice } from './experiment-options.js';
import { type Workplace, workplace } from './workplace.js';

/** Whether the records agree with each other. */
export interface LineageValidation {
  readonly isValid: boolean;
  readonly issues: readonly Problem[];
  /** What may have an innocent reason. */
  readonly warnings: readonly Problem[];
}

export interface LineageExportOptions extends LineageOptions {
  /** Only what a version was made from, and what was made from it; default: everything. */
  readonly reference?: string | undefined;
}

/**
 * What was made from what, as the records say.
 * @example
 * await using tracker = new LineageTracker();
 * const derived = await tracker.getDescendants('dataset-cota_sft-v1');
 */
export class LineageTracker implements AsyncDisposable {
  readonly #workplace: Workplace;

  /** Without a choice it works in the repository of the run around it, else in that of the current folder. */
  constructor(choice: RepositoryChoice = {}) {
    this.#workplace = workplace(choice);
  }

  /** All that a version was made from; what was made from others comes after them. @throws `reference.not-found` */
  async getAncestors(reference: string, options: LineageOptions = {}): Promise<readonly LineageVersion[]> {
    return this.#around(reference, { ...options, ancestors: true, descendants: false });
  }

  /** All that was made from a version; what was made from others comes after them. @throws `reference.not-found` */
  async getDescendants(reference: string, options: LineageOptions = {}): Promise<readonly LineageVersion[]> {
    return this.#around(reference, { ...options, ancestors: false, descendants: true });
  }

  /** The shortest way from one version to another, both included; empty where neither was made from the other. */
  async getLineagePath(
    { fromId, toId }: { readonly fromId: string; readonly toId: string },
    options: LineageScope = {},
  ): Promise<readonly LineageVersion[]> {
    const { lineage } = await this.#workplace.repository();
    const { found, reversed, versions } = await lineage.path(fromId, toId, options);
    if (!found) return [];
    return reversed ? [...versions].reverse() : versions;
  }

  /** Looks for records that contradict each other. */
  async validateLineage(options: LineageValidateOptions = {}): Promise<LineageValidation> {
    const { lineage } = await this.#workplace.repository();
    const { isValid, problems, warnings } = await lineage.validate(options);
    return { isValid, issues: problems, warnings };
  }

  /** As a graph for Graphviz, written to a file where one is named: `dot -Tpng lineage.dot -o lineage.png`. */
  async exportToDot(file?: string, options: LineageExportOptions = {}): Promise<string> {
    return this.#export(lineageDot, file, options);
  }

  /** As a Mermaid diagram, which GitHub draws in Markdown, written to a file where one is named. */
  async exportToMermaid(file?: string, options: LineageExportOptions = {}): Promise<string> {
    return this.#export(lineageMermaid, file, options);
  }

  /** Closes what was opened here. */
  close(): Promise<void> {
    return this.#workplace.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #around(reference: string, options: LineageOptions): Promise<readonly LineageVersion[]> {
    const { lineage } = await this.#workplace.repository();
    const { subject, versions } = await lineage.graph(reference, options);
    return versions.filter(({ id }) => id !== subject);
  }

  async #export(
    draw: (view: LineageResult) => string,
    file: string | undefined,
    { reference, ...options }: LineageExportOptions,
  ): Promise<string> {
    const { lineage } = await this.#workplace.repository();
    const text = draw(await lineage.graph(reference, options));
    if (file !== undefined) await write(file, text);
    return text;
  }
}

/** @throws `path.not-found`, `disk.*` */
async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    if (!isDiskError(error, 'ENOENT', 'ENOTDIR')) throw diskError(error, file);
    throw new PixelisError('path.not-found', `the folder of '${file}' does not exist`, { data: { path: file } });
  }
}
