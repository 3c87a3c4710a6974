import { test } from 'tap';
import { commandLabel } from '#model/command-label.js';

void test('a command is shown without its interpreter', (t) => {
  const label = (command: string) => commandLabel(command.split(' '));
  t.equal(label('python scripts/train.py --mode sft'), 'scripts/train.py --mode sft');
  t.equal(label('/usr/bin/python3.11 -u -X dev scripts/train.py'), 'scripts/train.py');
  t.equal(label('node --import tsx scripts/train.ts'), 'scripts/train.ts');
  t.equal(label('C:\\Python\\python.exe train.py'), 'train.py');
  t.equal(label('python -m pkg.train --lr 1'), 'pkg.train --lr 1');
  t.equal(label('sh scripts/a.sh'), 'scripts/a.sh');
  t.equal(label('torchrun --nproc 4 train.py'), 'torchrun --nproc 4 train.py');
  t.equal(label('pythonic train.py'), 'pythonic train.py');
  t.end();
});

void test('an interpreter that is given its code, or nothing, is shown', (t) => {
  t.equal(commandLabel(['sh', '-c', 'a | b']), 'sh -c a | b');
  t.equal(commandLabel(['sh', '-euc', 'a | b']), 'sh -euc a | b');
  t.equal(commandLabel(['node', '-e', '1 + 1']), 'node -e 1 + 1');
  t.equal(commandLabel(['bash']), 'bash');
  t.equal(commandLabel([]), undefined);
  t.end();
});

void test('it stands on one line, shows no fingerprint of a secret, and is cut where it is long', (t) => {
  t.equal(commandLabel(['a.py', 'x\n  y']), 'a.py x y');
  t.equal(commandLabel(['a.py', '--token=redacted:github-token:12ab34cd56ef']), 'a.py --token=***');
  const long = commandLabel(['a.py', '𝛼'.repeat(200)]) ?? '';
  t.equal(Array.from(long).length, 80);
  t.match(long, /𝛼…$/u);
  t.end();
});
