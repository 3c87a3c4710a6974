/** The rule by which a file is kept out as a whole, since files of its name hold secrets; undefined: it is not. */
export function secretFileRule(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/[._-](?:example|sample|template|dist|tmpl|schema)(?:$|\.)/.test(name)) return undefined;
  return rules.find(([, pattern]) => pattern.test(name) || pattern.test(path.toLowerCase()))?.[0];
}

const rules: readonly (readonly [string, RegExp])[] = [
  ['dotenv-file', /^\.env(?:\..+)?$|^[\w-]+\.env$|^\.envrc$|^\.flaskenv$/],
  ['key-file', /\.(?:pem|key|p12|pfx|jks|keystore|ppk|kdbx?|agekey|gpg|asc|pkcs12|p8)$/],
  ['ssh-key-file', /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?(?:[._-](?!pub$).*)?$|_(?:rsa|dsa|ecdsa|ed25519)$/],
  [
    'credential-file',
    /^\.(?:npmrc|yarnrc|netrc|pgpass|pypirc|htpasswd|git-credentials|s3cfg|boto|my\.cnf|dockercfg|vault-token|kaggle)$/,
  ],
  ['credential-file', /^_netrc$|^pgpass\.conf$|^kubeconfig$|\.kubeconfig$|^kaggle\.json$|^\.?s3cfg$/],
  [
    'credential-file',
    /(?:^|[_-])(?:credentials?|client_secrets?|service[_-]?account(?:[_-]?key)?|secrets?)(?:[_-][\w-]*)?\.(?:json|ya?ml|toml|ini|env|cfg|conf|properties)$/,
  ],
  [
    'credential-file',
    /(?:^|\/)\.(?:aws\/credentials|docker\/config\.json|kube\/config|azure\/\w+\.json|config\/gcloud\/.+|huggingface\/token|ssh\/(?!known_hosts|config|.*\.pub).+)$/,
  ],
  ['terraform-state-file', /\.tfstate(?:\.backup)?$|\.tfvars(?:\.json)?$/],
];
