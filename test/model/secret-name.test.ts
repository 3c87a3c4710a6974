import { secretName } from '#model/secret-name.js';
import { test } from 'tap';

const strength = (name: string) => secretName(name)?.strength;

void test('one name in all the ways to write it is one name', (t) => {
  for (const name of [
    'AWS_SECRET_ACCESS_KEY',
    'awsSecretAccessKey',
    '--aws-secret-access-key',
    'aws.secret.access.key',
  ])
    t.equal(strength(name), 'certain', name);
  t.end();
});

void test('names whose value is a secret, whatever it looks like', (t) => {
  const names = `DB_PASSWORD PGPASSWORD passwd userPwd SSHPASS DB_PASS smtp_pass passphrase CLIENT_SECRET SECRET_KEY_BASE
    api_key apiKey OPENAI_API_KEY API_KEY_2 PRIVATE_KEY ENCRYPTION_KEY GITHUB_TOKEN HF_TOKEN accessToken REFRESH_TOKEN
    bot-token CONNECTION_STRING credentials SLACK_TOKEN_PROD`;
  for (const name of names.split(/\s+/)) t.equal(strength(name), 'certain', name);
  t.end();
});

void test('names whose value is a secret if it looks like a token, or only if it looks random', (t) => {
  for (const name of [
    'token',
    'MY_TOKEN',
    'PASS',
    'Authorization',
    'Cookie',
    'X-Amz-Signature',
    'SLACK_WEBHOOK',
    'SENTRY_DSN',
  ])
    t.equal(strength(name), 'likely', name);
  for (const name of ['key', 'CACHE_KEY', 'session', 'session_id', 'salt']) t.equal(strength(name), 'possible', name);
  t.end();
});

void test('names that only sound like it', (t) => {
  const names = `KEYBOARD max_tokens num_tokens tokenizer PASSES passes author authority PWD OLDPWD SSH_AUTH_SOCK
    key_size KEY_ID token_count PASSWORD_FILE TOKEN_PATH api_key_env secret_name SESSION_LENGTH XDG_SESSION_TYPE auth_method
    nextPageToken compass bypass secretary credentials_provider existingSecret private_network`;
  for (const name of names.split(/\s+/)) t.equal(secretName(name), undefined, name);
  t.end();
});
