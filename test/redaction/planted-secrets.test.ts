import { Buffer } from 'node:buffer';
import { randomInt } from 'node:crypto';
import { openRedactor, type Redactor } from '#redaction/redactor.js';
import { test } from 'tap';
import { type PlantedSecret, plantSecrets, survives } from './planted-secrets.js';

/** The ways in which a secret comes to be recorded, and what is then recorded. Its name, where it has none, says nothing. */
const channels: Readonly<Record<string, (redactor: Redactor, planted: PlantedSecret) => unknown>> = {
  variable: (redactor, { text, name = 'SETTING' }) => redactor.variable(name, text),
  'argument of an option': (redactor, { text, name = 'setting' }) => redactor.arguments(['x', optionOf(name), text]),
  'argument behind =': (redactor, { text, name = 'setting' }) => redactor.arguments(['x', `${optionOf(name)}=${text}`]),
  'assignment as an argument': (redactor, { text, name = 'SETTING' }) =>
    redactor.arguments(['env', `${name}=${text}`, 'x']),
  'command for a shell': (redactor, { text, name = 'SETTING' }) =>
    redactor.arguments(['sh', '-c', `${name}='${text}' x`]),
  parameter: (redactor, { text, name = 'setting' }) => redactor.params({ model: { [name.toLowerCase()]: text } }),
  'list of parameters': (redactor, { text, name = 'settings' }) => redactor.params({ [name]: ['x', text] }),
  'line of a shell script': (redactor, { text, name = 'SETTING' }) =>
    redactor.text(`export ${name}=${text}\n`, 'file a'),
  'quoted in code': (redactor, { text, name = 'setting' }) => redactor.text(`  ${name} = "${text}";\n`, 'file a'),
  'line of YAML': (redactor, { text, name = 'setting' }) => redactor.text(`a:\n  ${name}: ${text}\n  b: 1\n`, 'file a'),
  JSON: (redactor, { text, name = 'setting' }) => redactor.text(JSON.stringify({ a: 1, [name]: text, b: 2 }), 'file a'),
  'JSON in JSON': (redactor, { text, name = 'setting' }) =>
    redactor.text(JSON.stringify({ a: JSON.stringify({ [name]: text }) }), 'file a'),
  'added line of a diff': (redactor, { text, name = 'SETTING' }) =>
    redactor.text(`@@ -1 +1 @@\n-x\n${`${name}=${text}`.replace(/^/gm, '+')}\n+y\n`, 'file a'),
  'removed line of a diff': (redactor, { text, name = 'SETTING' }) =>
    redactor.text(`${`${name}: "${text}"`.replace(/^/gm, '-')}\n`, 'file a'),
  'name and value': (redactor, { text, name = 'SETTING' }) =>
    redactor.text(`- name: ${name}\n  value: "${text}"\n`, 'file a'),
  'password of a URL': (redactor, { text }) =>
    redactor.url(`https://me:${encodeURIComponent(text)}@host/a.git`, 'remote'),
  'query of a URL': (redactor, { text, name = 'token' }) =>
    redactor.url(`https://host/a?b=1&${name}=${encodeURIComponent(text)}&c=2`, 'remote'),
  'message of an error': (redactor, { text, name = 'setting' }) =>
    redactor.text(`Error: request failed (${name}=${text}): 401 Unauthorized`, 'stderr'),
};

void test('no secret of any format survives in any channel', (t) => {
  const planted = plantSecrets();
  t.ok(planted.length >= 120);
  const survivors: string[] = [];
  for (const [channel, record] of Object.entries(channels)) {
    const redactor = openRedactor({ key: Buffer.alloc(32), environment: {}, allow: [] });
    for (const secret of planted) {
      const recorded = record(redactor, secret);
      const text = typeof recorded === 'string' ? recorded : JSON.stringify(recorded);
      if (survives(secret, text)) survivors.push(`${secret.format} as ${channel}: ${text}`);
    }
  }
  t.comment(`${planted.length} formats in ${Object.keys(channels).length} channels`);
  t.same(survivors, []);
  t.end();
});

void test('what a program prints of its variables does not survive, bare, in Base64, in a URL or in hexadecimal digits', async (t) => {
  const planted = plantSecrets();
  const named = planted.map((secret, index) => ({ ...secret, name: secret.name ?? `SECRET_${index}` }));
  const environment = Object.fromEntries(named.map(({ name, text }) => [name, text]));
  const redactor = openRedactor({ key: Buffer.alloc(32), environment, allow: [] });
  const forms: Readonly<Record<string, (text: string) => string>> = {
    bare: (text) => text,
    Base64: (text) => Buffer.from(text).toString('base64'),
    'Base64 amid other text': (text) => Buffer.from(`user:${text}!`).toString('base64'),
    URL: encodeURIComponent,
    hexadecimal: (text) => Buffer.from(text).toString('hex'),
    JSON: (text) => JSON.stringify({ a: text }),
  };
  for (const [form, write] of Object.entries(forms)) {
    const bytes = Buffer.from(named.map(({ secret }) => write(secret)).join('\n'));
    const printed = await collected(redactor.content(once([bytes]), 'stdout'));
    const alive = named.filter(({ secret }) => survives({ secret: write(secret).slice(4, -4) }, printed));
    t.same(
      alive.map(({ format }) => format),
      [],
      form,
    );
  }
});

void test('no secret survives that lies across the border of two blocks', async (t) => {
  const border = 1 << 20;
  const redactor = openRedactor({ key: Buffer.alloc(32), environment: {}, allow: [] });
  const survivors: string[] = [];
  const line = 'step 17 loss 0.25\n';
  for (const secret of plantSecrets()) {
    const text = `${secret.name ?? 'setting'}=${secret.text}\n`;
    const before = Buffer.alloc(border - randomInt(text.length + 1), line);
    before[before.length - 1] = 10;
    const source = once([before, Buffer.from(text), Buffer.alloc(300_000, line)], 65_536);
    const written = await collected(redactor.content(source, 'stdout'));
    if (survives(secret, written.slice(border - 10_000, border + 10_000)))
      survivors.push(`${secret.format}, ${border - before.length} characters before it`);
  }
  t.same(survivors, []);
});

async function* once(parts: readonly Uint8Array[], size = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.concat(parts);
  for (let offset = 0; offset < bytes.length; offset += size)
    yield bytes.subarray(offset, Math.min(bytes.length, offset + size));
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

function optionOf(name: string): string {
  return `--${name.toLowerCase().replace(/^_+/, '').replaceAll('_', '-')}`;
}
