import fc from 'fast-check';
import { test } from 'tap';
import { buildLineage, lineageBuilder } from '#model/build-lineage.js';
import { cyclesOf } from '#model/cycles-of.js';
import { runFactsAt, versionFactsAt } from '#model/facts-in-lineage.js';
import type { LineageFacts, RunFacts, VersionFacts } from '#model/lineage-facts.js';
import {
  childrenOf,
  findRun,
  findVersion,
  listAt,
  isVersionRecorded,
  parentsOf,
  runCount,
  runsBeginningWith,
  versionCount,
  versionIdAt,
  versionsNamed,
} from '#model/lineage-graph.js';
import { ancestorsOf, descendantsOf, shortestPath } from '#model/lineage-walk.js';
import { orderByTime } from '#model/order-by-time.js';
import { digestOf, guideLineage, runFactsOf, used, versionFacts } from '../support/guide-lineage.js';

/** Versions each of which may be made from earlier ones, directly or by runs. */
const histories: fc.Arbitrary<LineageFacts> = fc
  .array(fc.record({ parents: fc.array(fc.nat(), { maxLength: 3 }), byRun: fc.boolean(), time: fc.nat(59) }), {
    minLength: 1,
    maxLength: 25,
  })
  .map((steps) => {
    const versions: VersionFacts[] = [];
    const runs: RunFacts[] = [];
    for (const [index, { parents, byRun, time }] of steps.entries()) {
      const from = [...new Set(parents.map((parent) => parent % Math.max(index, 1)))].filter(
        (parent) => parent < index,
      );
      const inputs = from.map((parent) => used(`artifact-${parent % 7}`, parent + 1));
      const id = used(`artifact-${index % 7}`, index + 1);
      const second = String(time).padStart(2, '0');
      versions.push({
        ...versionFacts(id.artifact, { version: id.version, created: `2026-03-01T09:30:${second}Z` }),
        ...(byRun ? { run: `run${index}` } : { parents: inputs }),
      });
      if (byRun) runs.push(runFactsOf(`run${index}`, { inputs, outputs: [id] }));
    }
    return { versions, runs };
  });

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

void test('descendants are those whose ancestors one is, and there is a path exactly to them', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(histories, (facts) => {
        const graph = buildLineage(facts);
        const all = numbers(versionCount(graph));
        const ancestors = all.map((version) => ancestorsOf(graph, version));
        for (const version of all) {
          const descendants = descendantsOf(graph, version);
          for (const other of all) {
            const isDescendant = ancestors[other]?.has(version) === true;
            if (descendants.has(other) !== isDescendant) return false;
            const path = shortestPath(graph, version, other);
            if ((path !== undefined) !== isDescendant) return false;
            if (path === undefined) continue;
            if (path[0] !== version || path.at(-1) !== other) return false;
            if (path.length - 1 !== descendants.get(other)) return false;
            const isConnected = path.every(
              (step, index) => index === 0 || parentsOf(graph, step).includes(path[index - 1] ?? -1),
            );
            if (!isConnected) return false;
          }
        }
        return true;
      }),
      { numRuns: 60 },
    ),
  );
  t.end();
});

void test('a depth keeps exactly what is no further away', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 5 }), (facts, depth) => {
        const graph = buildLineage(facts);
        return numbers(versionCount(graph)).every((version) => {
          const near = [...ancestorsOf(graph, version)].filter(([, distance]) => distance <= depth);
          return JSON.stringify(near) === JSON.stringify([...ancestorsOf(graph, version, { depth })]);
        });
      }),
      { numRuns: 60 },
    ),
  );
  t.end();
});

void test('everything comes after what it was made from, whatever the clocks said', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(histories, (facts) => {
        const graph = buildLineage(facts);
        const order = orderByTime(graph, { versions: numbers(versionCount(graph)), runs: numbers(runCount(graph)) });
        const place = new Map(order.versions.map((version, index) => [version, index]));
        return (
          order.versions.length === versionCount(graph) &&
          order.versions.every((version, index) =>
            parentsOf(graph, version).every((parent) => (place.get(parent) ?? Infinity) < index),
          )
        );
      }),
      { numRuns: 60 },
    ),
  );
  t.end();
});

void test('a history has no cycle; one that is planted is found, with all that is in it', (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(histories, fc.nat(), fc.nat(), (facts, first, second) => {
        const graph = buildLineage(facts);
        const count = versionCount(graph);
        if ([...cyclesOf(count, (version) => parentsOf(graph, version))].length > 0) return false;
        const [from, to] = [first % count, second % count];
        // From an ancestor back to the version: a cycle if it is one.
        const next = (version: number) => [...parentsOf(graph, version), ...(version === to ? [from] : [])];
        const cycles = [...cyclesOf(count, next)];
        const ancestors = ancestorsOf(graph, from);
        if (!ancestors.has(to)) return cycles.length === 0;
        const between = numbers(count).filter((each) => ancestors.has(each) && ancestorsOf(graph, each).has(to));
        return (
          cycles.length === 1 &&
          JSON.stringify([...(cycles[0] ?? [])].sort((a, b) => a - b)) === JSON.stringify(between)
        );
      }),
      { numRuns: 100 },
    ),
  );
  t.end();
});

void test('what went into a graph comes out of it', (t) => {
  const graph = buildLineage(guideLineage);
  const versions = numbers(versionCount(graph)).map((version) => versionFactsAt(graph, version));
  const runs = numbers(runCount(graph)).map((run) => runFactsAt(graph, run));
  const byName = (left: { artifact: string }, right: { artifact: string }) => (left.artifact < right.artifact ? -1 : 1);
  t.strictSame(versions, [...guideLineage.versions].sort(byName));
  t.strictSame(
    runs,
    [...guideLineage.runs].sort((left, right) => (left.run < right.run ? -1 : 1)),
  );
  const linked = runFactsOf('again', {
    parent: 'outer',
    resumes: 'first',
    reproduces: 'abc',
    inputs: [{ ...used('a'), role: 'teacher' }],
  });
  const small = buildLineage({ versions: [], runs: [linked] });
  t.strictSame(runFactsAt(small, findRun(small, 'again') ?? -1), linked);
  t.equal(runFactsAt(small, findRun(small, 'outer') ?? -1), undefined, 'a run that is only named has no facts');
  t.end();
});

void test('versions are found by name, number and digest, runs by the beginning of their id', (t) => {
  const versions = [versionFacts('b'), versionFacts('a', { version: 10 }), versionFacts('a', { version: 9 })];
  const twice = { ...versionFacts('a', { version: 9 }), digest: digestOf('0') };
  const graph = buildLineage({
    versions: [...versions, twice],
    runs: ['r1', 'r12', 'r2'].map((run) => runFactsOf(run)),
  });
  const at = (version: number) => versionIdAt(graph, version);
  t.strictSame(numbers(versionCount(graph)).map(at), [used('a', 9, '0'), used('a', 9), used('a', 10), used('b')]);
  t.strictSame(versionsNamed(graph, 'a'), [0, 3]);
  t.strictSame(versionsNamed(graph, 'aa'), [0, 0]);
  t.equal(findVersion(graph, used('a', 9)), 1);
  t.equal(findVersion(graph, used('a', 9, '2')), undefined);
  t.strictSame(runsBeginningWith(graph, 'r1'), [0, 2]);
  t.strictSame(runsBeginningWith(graph, 'q'), [0, 0]);
  t.equal(findRun(graph, 'r'), undefined);
  t.end();
});

void test('two records of one thing, as two branches may have them, say what both say', (t) => {
  const builder = lineageBuilder();
  const first = builder.addVersion(versionFacts('model-a', { parents: [used('dataset-a')] }));
  t.equal(builder.addVersion(versionFacts('model-a', { parents: [used('dataset-a'), used('dataset-b')] })), first);
  builder.addRun(runFactsOf('r1', { inputs: [used('dataset-a')] }));
  builder.addRun(runFactsOf('r1', { inputs: [used('dataset-b')], outputs: [used('model-b')] }));
  const { graph } = builder.finish();
  const namesOf = (versions: readonly number[]) => versions.map((version) => versionIdAt(graph, version).artifact);
  t.strictSame(namesOf(parentsOf(graph, findVersion(graph, used('model-a')) ?? -1)), ['dataset-a', 'dataset-b']);
  t.strictSame(namesOf(parentsOf(graph, findVersion(graph, used('model-b')) ?? -1)), ['dataset-a', 'dataset-b']);
  t.equal(isVersionRecorded(graph, findVersion(graph, used('model-b')) ?? -1), false);
  t.end();
});

void test('a run that made again what it was given, unchanged, makes nothing its own parent', (t) => {
  const graph = buildLineage({
    versions: [versionFacts('a')],
    runs: [runFactsOf('r1', { inputs: [used('a')], outputs: [used('a')] })],
  });
  t.strictSame([parentsOf(graph, 0), childrenOf(graph, 0)], [[], []]);
  t.end();
});

void test('a version whose record names a run belongs to it, though the run does not list it', (t) => {
  const graph = buildLineage({ versions: [versionFacts('b', { run: 'r1' })], runs: [runFactsOf('r1')] });
  t.strictSame([...listAt(graph.products, 0)], [findVersion(graph, used('b'))]);
  t.end();
});

void test('of the run that a record names, the record says what the version was made from; other runs add what they used', (t) => {
  const graph = buildLineage({
    versions: [versionFacts('a'), versionFacts('b'), versionFacts('c', { run: 'r1' })],
    runs: [
      runFactsOf('r1', { inputs: [used('a')], outputs: [used('c')] }),
      runFactsOf('r2', { inputs: [used('b')], outputs: [used('c')] }),
    ],
  });
  const [a, b, c] = ['a', 'b', 'c'].map((name) => findVersion(graph, used(name)) ?? -1);
  t.strictSame(parentsOf(graph, c as number), [b]);
  t.strictSame([childrenOf(graph, a as number), childrenOf(graph, b as number)], [[], [c]]);
  t.end();
});

void test('a chain of 10,000 versions is walked, ordered and searched for cycles', (t) => {
  const versions = numbers(10_000).map((index) =>
    versionFacts('model-a', { version: index + 1, parents: index === 0 ? [] : [used('model-a', index)] }),
  );
  const graph = buildLineage({ versions, runs: [] });
  t.equal(ancestorsOf(graph, 9_999).size, 10_000);
  t.equal(descendantsOf(graph, 0).get(9_999), 9_999);
  t.equal(shortestPath(graph, 0, 9_999)?.length, 10_000);
  // The last is asked for first, so that the whole chain is on the way at once.
  const backwards = { versions: numbers(10_000).reverse(), runs: [] };
  t.equal(orderByTime(graph, backwards).versions.length, 10_000);
  t.strictSame([...cyclesOf(10_000, (version) => parentsOf(graph, version))], []);
  const [ring] = cyclesOf(10_000, (version) => [(version + 1) % 10_000]);
  t.equal(ring?.length, 10_000);
  t.end();
});

void test('10,000 runs and 50,000 versions take less than 10 MB', (t) => {
  const builder = lineageBuilder();
  for (let index = 0; index < 10_000; index++) {
    const run = `run${index}`;
    const inputs = [used('dataset-a'), used('model', Math.max(1, index * 5))];
    const outputs = numbers(5).map((output) => used('model', index * 5 + output + 1));
    for (const { version } of outputs) builder.addVersion(versionFacts('model', { version, run, parents: inputs }));
    builder.addRun(runFactsOf(run, { label: 'scripts/train.py --mode sft', inputs, outputs }));
  }
  const { graph } = builder.finish();
  t.same([versionCount(graph), runCount(graph)], [50_001, 10_000]);
  const arrays: readonly ArrayBufferView[] = Object.values(graph).flatMap((column) =>
    ArrayBuffer.isView(column) ? [column] : Object.values(column),
  );
  const bytes = arrays.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  t.ok(bytes < 10_000_000, `${bytes} bytes`);
  t.end();
});
