import { test } from 'tap';
import { goOn, PixelisError, tried, triedEach, triedSome, valueOf } from '#errors/index.js';

const failure = new PixelisError('disk.full', 'the disk is full');

void test('what fails is a value, and keeps nobody from the others', async (t) => {
  const outcomes = await triedEach([1, 2, 3], (number) => {
    if (number === 2) throw failure;
    return number * 10;
  });
  t.strictSame(outcomes, [10, failure, 30]);
  t.equal(valueOf(outcomes[0]), 10);
  t.throws(() => valueOf(outcomes[1]), { code: 'disk.full' });
});

void test('a cancel and a bug end everything', async (t) => {
  for (const error of [new PixelisError('interrupted', 'stopped'), new TypeError('a bug')]) {
    await t.rejects(
      tried(() => {
        throw error;
      }),
      error,
    );
  }
});

void test('a step is for those that have not failed before; where it fails as a whole, all of them have', async (t) => {
  const seen: (readonly number[])[] = [];
  const step = async (numbers: readonly number[]) => {
    seen.push(numbers);
    return numbers.map((number) => number + 1);
  };
  t.strictSame(await goOn([1, failure, 3], step), [2, failure, 4]);
  t.strictSame(await goOn<number, number>([failure], step), [failure]);
  t.strictSame(seen, [[1, 3]], 'with nobody left there is no step');
  const other = new PixelisError('disk.denied', 'denied');
  t.strictSame(await goOn([1, failure, 3], () => Promise.reject(other)), [other, failure, other]);
});

void test('a step for some leaves the others as they are', async (t) => {
  const isOdd = (number: number) => (number % 2 === 1 ? `${number}` : undefined);
  t.strictSame(
    await triedSome([1, 2, 3, 4], isOdd, async (odd) => odd.map((text) => (text === '3' ? failure : text))),
    [1, 2, failure, 4],
  );
  t.strictSame(await triedSome([2, 4], isOdd, async () => (t.fail('nobody gave it work'), [])), [2, 4]);
});
