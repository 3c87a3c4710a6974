import { assignmentAt, secretByName } from '#model/secret-assignment.js';
import { secretNameStems } from '#model/secret-name.js';
import { test } from 'tap';

/** What of a text is taken for secret. */
function secretIn(text: string): string | undefined {
  for (let position = 0; position < text.length; position++) {
    if (!secretNameStems.some((stem) => text.toLowerCase().startsWith(stem, position))) continue;
    const found = assignmentAt(text, position);
    if (found !== undefined) return text.slice(found.start, found.end);
  }
  return undefined;
}

void test('the value of a variable or a parameter, by its name', (t) => {
  t.equal(secretByName('DB_PASSWORD', 'plain'), 'password');
  t.equal(secretByName('password', '12345'), 'password');
  t.equal(secretByName('API_KEY', 'abc-1'), 'api-key');
  t.equal(secretByName('token', 'k3jx9w2mq8v7z1p4'), 'token');
  t.equal(secretByName('key', 'k3Jx9w2mQ8v7z1p4Lr6T'), 'key');
  for (const [name, value] of [
    ['token', '512'],
    ['token', '<|endoftext|>'],
    ['token', 'gpt2'],
    ['key', 'user_id'],
    ['key', '3f1e2d3c4b5a69788796a5b4c3d2e1f001122334'],
    ['key', '7b1f2c3d-0000-4000-8000-1234567890ab'],
    ['password', ''],
    ['password', 'none'],
    ['DB_PASSWORD', '${DB_PASSWORD}'],
    ['PRIVATE_KEY', '/etc/ssl/private/server.key'],
    ['credentials', 'include'],
    ['secret', 'false'],
  ] as const)
    t.equal(secretByName(name, value), undefined, `${name}=${value}`);
  t.end();
});

void test('assignments in files: settings, shells, JSON, YAML, XML, options, pairs of name and value', (t) => {
  for (const text of [
    'password = "hunter2!x"',
    "  'api_key': 'hunter2!x',",
    'DB_PASSWORD=hunter2!x',
    'export API_TOKEN="hunter2!x"',
    '{"a": 1, "clientSecret":"hunter2!x"}',
    '"{\\"password\\":\\"hunter2!x\\"}"',
    'db:\n  password: hunter2!x\n',
    '<password>hunter2!x</password>',
    'run --password hunter2!x --verbose',
    'ENV DB_PASSWORD hunter2!x',
    'password: >-\n  hunter2!x\n',
    '- name: DB_PASSWORD\n  value: hunter2!x\n',
    '+  secret: "hunter2!x"',
    'https://host/?a=1&password=hunter2!x&b=2',
    'Server=db;User=me;Password=hunter2!x;',
    'const password = "hunter2!x"',
  ])
    t.equal(secretIn(text), 'hunter2!x', text);
  t.end();
});

void test('the value of a setting goes to the next space, whatever is in it', (t) => {
  t.equal(secretIn('export DB_PASSWORD=p4ss(w0rd|x;y&z\n'), 'p4ss(w0rd|x;y&z');
  t.equal(secretIn('//registry.example.org/:_authToken=k3jx9w2mq8v7z1p4\n'), 'k3jx9w2mq8v7z1p4');
  t.equal(secretIn('https://host/?TOKEN=k3jx9w2mq8v7z1p4&x=1'), 'k3jx9w2mq8v7z1p4');
  t.end();
});

void test('code that speaks of secrets and holds none', (t) => {
  for (const text of [
    'password = get_password()',
    'password = config.password',
    'const { password } = options;',
    'password: string;',
    'password: "Your password"',
    'password: "forgot-password"',
    'if password == "":',
    'token = tokenizer.decode(ids[0])',
    'token="pad"',
    'PASSWORD=$1',
    'password=${{ secrets.DB_PASSWORD }}',
    'secret: Uint8Array',
    'api_key=os.environ["API_KEY"]',
    'key: "user_id"',
    'headers["Authorization"] = auth',
    'password = "********"',
    'API_KEY=your-key-here',
  ])
    t.equal(secretIn(text), undefined, text);
  t.end();
});
