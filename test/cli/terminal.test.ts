import { test } from 'tap';
import { showsUnicode } from '../../src/cli/terminal.js';

void test('more than ASCII is shown unless the locale or the terminal says otherwise', (t) => {
  t.equal(showsUnicode({}), true);
  t.equal(showsUnicode({ LANG: 'de_DE.UTF-8' }), true);
  t.equal(showsUnicode({ LANG: 'C.utf8', TERM: 'xterm-256color' }), true);
  t.equal(showsUnicode({ LANG: 'C' }), false);
  t.equal(showsUnicode({ LANG: 'C', LC_ALL: 'C.UTF-8' }), true);
  t.equal(showsUnicode({ LANG: 'C.UTF-8', LC_CTYPE: 'POSIX' }), false);
  t.equal(showsUnicode({ LC_ALL: '', LANG: 'en_US.UTF-8' }), true);
  t.equal(showsUnicode({ LANG: 'C.UTF-8', TERM: 'linux' }), false);
  t.equal(showsUnicode({ TERM: 'dumb' }), false);
  t.end();
});
