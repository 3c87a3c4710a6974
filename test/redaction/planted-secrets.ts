import { Buffer } from 'node:buffer';
import { randomInt } from 'node:crypto';

/** A secret made up at this moment, so that the repository itself holds none. */
export interface PlantedSecret {
  readonly format: string;
  /** As it stands in a text. */
  readonly text: string;
  /** What must not be left of it. */
  readonly secret: string;
  /** The name under which alone it can be told from ordinary text; undefined: it shows by itself. */
  readonly name?: string;
}

const digits = '0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const alphabets: Readonly<Record<string, string>> = {
  a: lower + upper + digits,
  h: `${digits}abcdef`,
  u: upper + digits,
  l: lower + digits,
  d: digits,
  b: `${lower}${upper}${digits}+/`,
  w: `${lower}${upper}${digits}_-`,
};

/**
 * Formats as their services issue them: `{a36}` is 36 letters and digits, `h` hexadecimal, `u` capitals, `l` small letters, `d`
 * digits, `b` Base64, `w` Base64 for URLs. What lies between « and » is the secret; without them the whole is.
 */
const shownByForm: Readonly<Record<string, string>> = {
  'AWS access key': 'AKIA{u16}',
  'AWS temporary access key': 'ASIA{u16}',
  'AWS key pair of a table': 'AKIA{u16},{b40}',
  'GitHub personal token': 'ghp_{a36}',
  'GitHub OAuth token': 'gho_{a36}',
  'GitHub user token': 'ghu_{a36}',
  'GitHub server token': 'ghs_{a36}',
  'GitHub refresh token': 'ghr_{a76}',
  'GitHub fine-grained token': 'github_pat_{a22}_{a59}',
  'GitLab personal token': 'glpat-{w20}',
  'GitLab routable token': 'glpat-{w27}.01.{l9}',
  'GitLab deploy token': 'gldt-{w20}',
  'GitLab runner token': 'glrt-{w20}',
  'GitLab job token': 'glcbt-{h2}_{w20}',
  'GitLab runner registration': 'GR1348941{w20}',
  'Bitbucket app password': 'ATBB{a32}',
  'Atlassian token': 'ATATT3xFfGF0{w170}={u8}',
  'Azure DevOps token': '{a76}AZDO{a4}',
  'Sourcegraph token': 'sgp_{h40}',
  'Slack bot token': 'xoxb-{d12}-{d13}-{a24}',
  'Slack user token': 'xoxp-{d12}-{d12}-{d12}-{h32}',
  'Slack app token': 'xapp-1-A{u10}-{d13}-{h64}',
  'Slack webhook': 'https://hooks.slack.com/services/«T{u8}/B{u10}/{a24}»',
  'Discord webhook': 'https://discord.com/api/webhooks/{d18}/«{w68}»',
  'Teams webhook':
    'https://acme.webhook.office.com/«webhookb2/{h8}-{h4}-{h4}-{h4}-{h12}@{h8}-{h4}-{h4}-{h4}-{h12}/IncomingWebhook/{h32}/{h8}»',
  'OpenAI key': 'sk-{a20}T3BlbkFJ{a20}',
  'OpenAI project key': 'sk-proj-{w120}',
  'OpenAI service key': 'sk-svcacct-{w100}',
  'Anthropic key': 'sk-ant-api03-{w93}AA',
  'OpenRouter key': 'sk-or-v1-{h64}',
  'DeepSeek key': 'sk-{h32}',
  'Hugging Face token': 'hf_{a34}',
  'wandb key of 2025': 'wandb_v1_{a77}',
  'Replicate token': 'r8_{a37}',
  'Groq key': 'gsk_{a52}',
  'xAI key': 'xai-{a80}',
  'Perplexity key': 'pplx-{a48}',
  'Fireworks key': 'fw_{a23}1',
  'NVIDIA key': 'nvapi-{w64}',
  'Tavily key': 'tvly-{a32}',
  'LangSmith key': 'lsv2_pt_{h32}_{h10}',
  'Pinecone key': 'pcsk_{a6}_{a63}',
  'ElevenLabs key': 'sk_{h48}',
  'RunPod key': 'rpa_{u46}',
  'Google API key': 'AIza{w35}',
  'Google OAuth token': 'ya29.{w120}',
  'Google client secret': 'GOCSPX-{w28}',
  'Azure storage connection':
    'DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=«{b86}==»;EndpointSuffix=core.windows.net',
  'Azure service bus connection':
    'Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=«{b43}=»',
  'Azure shared access signature':
    'https://acme.blob.core.windows.net/c/f?sv=2024-11-04&se=2026-01-01&sp=r&sig=«{a40}%2B%3D»',
  'Azure client secret': '{a3}8Q~{w34}',
  'Alibaba access key': 'LTAI5t{a10}1{a7}',
  'DigitalOcean token': 'dop_v1_{h64}',
  'Heroku key': 'HRKU-{h8}-{h4}-{h4}-{h4}-{h12}',
  'Fly token': 'fo1_{w43}',
  'Netlify token': 'nfp_{a36}',
  'Supabase token': 'sbp_{h40}',
  'PlanetScale password': 'pscale_pw_{w43}',
  'Neon key': 'napi_{l64}',
  'Aiven password': 'AVNS_{a19}',
  'Databricks token': 'dapi{h32}',
  'npm token': 'npm_{a36}',
  'PyPI token': 'pypi-AgEIcHlwaS5vcmc{w150}',
  'RubyGems key': 'rubygems_{h48}',
  'Docker token': 'dckr_pat_{w27}',
  'Artifactory key': 'AKCp{a69}',
  'OpenShift token': 'sha256~{w43}',
  'Vault token': 'hvs.{w90}',
  'Terraform token': '{a14}.atlasv1.{a67}',
  'Pulumi token': 'pul-{h40}',
  'Doppler token': 'dp.pt.{a43}',
  'Tailscale key': 'tskey-auth-{a12}CNTRL-{a32}',
  'age key': 'AGE-SECRET-KEY-1{u58}',
  'Stripe key': 'sk_live_{a24}',
  'Stripe restricted key': 'rk_live_{a99}',
  'Stripe webhook secret': 'whsec_{a32}',
  'Square token': 'sq0atp-{w22}',
  'Shopify token': 'shpat_{h32}',
  'Twilio key': 'SK{h32}',
  'SendGrid key': 'SG.{w22}.{w43}',
  'Mailgun key': 'key-{h32}',
  'Mailchimp key': '{h32}-us12',
  'Brevo key': 'xkeysib-{h64}-{a16}',
  'New Relic key': 'NRAK-{u27}',
  'Grafana token': 'glsa_{a32}_{h8}',
  'Dynatrace token': 'dt0c01.{u24}.{u64}',
  'Sentry token': 'sntryu_{h64}',
  'SonarQube token': 'squ_{h40}',
  'Buildkite token': 'bkua_{h40}',
  'Linear key': 'lin_api_{a40}',
  'Notion token': 'ntn_{a46}',
  'Airtable token': 'pat{a14}.{h64}',
  'HubSpot token': 'pat-na1-{h8}-{h4}-{h4}-{h4}-{h12}',
  'Postman key': 'PMAK-{h24}-{h34}',
  'Figma token': 'figd_{w40}',
  'Telegram bot': '{d10}:«AA{w33}»',
  'JSON web token': 'eyJhbGciOiJIUzI1NiJ9.eyJ{w80}.{w43}',
  'bearer header': 'Authorization: Bearer «{a40}1»',
  'password of a URL': 'postgres://app:«{a20}1»@db.example.org:5432/main',
  'token and password of a URL': 'https://«ghp_{a36}»:x-oauth-basic@example.org/a/b.git',
  'token of a URL': 'https://«{a20}1{a19}»@example.org/a/b.git',
  'presigned URL': 'https://acme.s3.amazonaws.com/f?X-Amz-Expires=3600&X-Amz-Signature=«{h64}»',
  'netrc line': 'machine example.org login me password «{a16}1»',
  'pgpass line': 'db.example.org:5432:main:app:«{a16}1»',
  'curl call': 'curl -sS -u me:«{a16}1» https://example.org/',
};

/** Nothing but their name tells these from a digest, an id or a word. */
const shownByName: Readonly<Record<string, readonly [name: string, form: string]>> = {
  'AWS secret key': ['AWS_SECRET_ACCESS_KEY', '{b40}'],
  'AWS session token': ['AWS_SESSION_TOKEN', 'IQoJb3JpZ2lu{b200}1'],
  'wandb key': ['WANDB_API_KEY', '{h40}'],
  'Comet key': ['COMET_API_KEY', '{a25}'],
  'Datadog key': ['DD_API_KEY', '{h32}'],
  'Heroku key of old': ['HEROKU_API_KEY', '{h8}-{h4}-{h4}-{h4}-{h12}'],
  'Kaggle key': ['KAGGLE_KEY', '{a31}1'],
  'Azure OpenAI key': ['AZURE_OPENAI_API_KEY', '{h32}'],
  'Django secret': ['SECRET_KEY', '{a49}1'],
  'Rails secret': ['SECRET_KEY_BASE', '{h128}'],
  'MLflow password': ['MLFLOW_TRACKING_PASSWORD', '{a12}1'],
  'Discord bot': ['DISCORD_TOKEN', 'M{a23}.{w6}.{w38}'],
  'database password': ['POSTGRES_PASSWORD', '{a10}#{d2}'],
  'SMTP password': ['SMTP_PASS', '{a10}{d2}'],
  'GitHub token of old': ['GH_TOKEN', '{h40}'],
  'Cloudflare token': ['CF_API_TOKEN', '{w39}1'],
  'client secret': ['OAUTH_CLIENT_SECRET', '{a40}'],
  'encryption key': ['ENCRYPTION_KEY', '{b43}='],
  'npm auth': ['_authToken', '{h8}-{h4}-{h4}-{h4}-{h12}'],
  'registry auth': ['_auth', '{a39}1'],
  'session cookie': ['session_token', '{a40}1'],
};

/** One secret of each format. */
export function plantSecrets(): readonly PlantedSecret[] {
  const byForm = Object.entries(shownByForm).map(([format, form]) => planted(format, form));
  const byName = Object.entries(shownByName).map(([format, [name, form]]) => ({ ...planted(format, form), name }));
  const basic = Buffer.from(`me:${made('{a16}')}`).toString('base64');
  const header = { format: 'basic header', text: `Authorization: Basic ${basic}`, secret: basic };
  return [...byForm, ...byName, header, ...keyBlocks.map((block) => planted(...block))];
}

const lines = '{b64}\n{b64}\n{b64}\n{b20}==\n';
/** The first line of a key, or its last one: in parts, since tools that look for keys look for these. */
const border = (word: string, kind: string) => `-----${word} ${kind}-----`;
const keyBlocks: readonly (readonly [format: string, form: string])[] = [
  ...['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'PRIVATE KEY'].map(
    (kind) => [kind, `${border('BEGIN', kind)}\n«${lines}»${border('END', kind)}\n`] as const,
  ),
  [
    'PGP private key',
    `${border('BEGIN', 'PGP PRIVATE KEY BLOCK')}\nVersion: 1\n\n«${lines}»=aB3d\n${border('END', 'PGP PRIVATE KEY BLOCK')}`,
  ],
  [
    'private key of a service account',
    `"private_key": "${border('BEGIN', 'PRIVATE KEY')}\\n«${lines.replaceAll('\n', '\\n')}»${border('END', 'PRIVATE KEY')}\\n"`,
  ],
  ['private key without its end', `${border('BEGIN', 'PRIVATE KEY')}\n«{b64}\n{b64}\n{b64}»`],
];

function planted(format: string, form: string): PlantedSecret {
  const text = made(form);
  const [, marked] = /«([^]*)»/.exec(text) ?? [];
  return { format, text: text.replace(/[«»]/g, ''), secret: marked ?? text };
}

function made(form: string): string {
  return form.replace(/\{([a-z])(\d+)\}/g, (_, alphabet: string, length: string) => {
    const characters = alphabets[alphabet] ?? '';
    return Array.from({ length: Number(length) }, () => characters[randomInt(characters.length)]).join('');
  });
}

/** Whether a stretch of ten characters of a secret is in a text. */
export function survives({ secret }: Pick<PlantedSecret, 'secret'>, text: string): boolean {
  for (let start = 0; start + 10 <= secret.length; start++) {
    if (text.includes(secret.slice(start, start + 10))) return true;
  }
  return false;
}
