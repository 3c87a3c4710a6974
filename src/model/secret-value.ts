/** Whether a text stands where a secret would, and is none: empty, a switch, a variable, a mask, or redacted already. */
export function isNoValue(value: string): boolean {
  return (
    /^(?:true|false|yes|no|on|off|none|null|nil|undefined|auto|default|disabled?|enabled?|required|optional)?$/i.test(
      value,
    ) ||
    value.startsWith('redacted:') ||
    /^[\s*xX.•#?_-]*$/.test(value) ||
    /\$\{[^}]*\}|\{\{.*\}\}|^\$\(.*\)|^\$\w+$|^%\w+%$|^%\(?\w*\)?s$/.test(value) ||
    /^<.*>$|^\{.*\}$|^\[.*\]$/.test(value)
  );
}

/** Whether a text is what examples have in the place of a secret. */
export function isPlaceholder(value: string): boolean {
  return (
    isNoValue(value) ||
    /^(?:pass(?:word|wd|phrase)?|pwd?|secret|token|key|change[-_]?(?:me|it)|dummy|example|placeholder|todo|redacted|hidden|x{3,}.*)$/i.test(
      value,
    ) ||
    /^(?:your|insert|replace|enter|fake|dummy|example|sample)[-_ ]/i.test(value)
  );
}

/** Whether a text looks like a token that a machine made: letters and digits, without spaces, and nothing with a meaning. */
export function looksIssued(value: string, minLength = 12): boolean {
  return (
    value.length >= minLength &&
    /^[\x21-\x7e]+$/.test(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !isPlaceholder(value) &&
    !isPath(value) &&
    !isMeasure(value) &&
    !isWordlike(value) &&
    !/:\/\/|^(?:sha\d+|blake[23]\w*|md5|data|urn|arn|uuid)[-:]/.test(value)
  );
}

/** {@link looksIssued} under a name that says little: long, of many characters, and no digest or UUID. */
export function looksRandom(value: string): boolean {
  if (value.length < 20 || value.length > 4096 || !looksIssued(value) || isDigest(value)) return false;
  if (!/^[A-Za-z0-9+/_.~!@%^*-]+={0,2}$/.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(value)).length;
  return (kinds === 3 || value.length >= 32) && bitsPerCharacter(value) >= 3.5;
}

/** Whether a text is Base64 of `user:password`, both printable. */
export function isBase64OfPair(text: string): boolean {
  const decoded = decodedBase64(text);
  return /^[\x20-\x7e]+$/.test(decoded) && /.:./.test(decoded);
}

/** Whether a text is a digest in hexadecimal digits, or a UUID. */
export function isDigest(value: string): boolean {
  return /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i.test(
    value,
  );
}

/** Whether a text is the name of a file or a folder. */
export function isPath(value: string): boolean {
  if (/^(?:~|\.{1,2})[/\\]|^[A-Za-z]:[/\\]/.test(value)) return true;
  const segments = value.split(/[/\\]/);
  if (/^\/[\w.@+-]/.test(value) && segments.length > 2) {
    // Base64 may begin with a slash, too, but not with words between slashes.
    const words = segments.slice(1).filter((segment) => isWordlike(segment) || isDigest(segment)).length;
    return isWordlike(segments[1] as string) && words * 3 >= (segments.length - 1) * 2;
  }
  return fileEnding.test(value) && (segments.length > 1 || isWordlike(value));
}

const fileEnding =
  /^[\w.@/\\-]+\.(?:pem|key|jsonl?|ya?ml|txt|env|crt|cer|pub|toml|ini|cfg|conf|py|m?[jt]sx?|sh|csv|parquet|pt|ckpt)$/;

/** Whether a text is made of words and small numbers: `meta-llama/Llama-3.1-8B`, `layer12.weight`, `asUint8Array`. */
export function isWordlike(value: string): boolean {
  return value.split(/[-_./:@+ ]+/).every(isWords);
}

/** Words in camel case, with one small number among them at most; or a few digits. */
function isWords(part: string): boolean {
  if (part.length < 4 || /^\d{1,8}[A-Za-z]{0,3}$|^[A-Z]{1,12}\d{0,4}$/.test(part)) return true;
  if (part.length > 60 || !/^[A-Za-z]*\d{0,4}[A-Za-z]*$/.test(part)) return false;
  const words = part.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
  const capitals = words.filter((word) => /^[A-Z]+$/.test(word)).length;
  return words.length < 3 || (part.length / words.length >= 3 && capitals <= 1);
}

/** A number, a quantity, a version or a time. */
function isMeasure(value: string): boolean {
  return /^[+-]?[\d.,_:eE+/-]*\d[a-zA-Z%]{0,5}$/.test(value) || /^\d{4}-\d\d-\d\d[T ]?[\d:.,+Z-]*$/.test(value);
}

/** Shannon's entropy of its characters. */
function bitsPerCharacter(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** As far as it is Base64; a character a byte. */
function decodedBase64(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let decoded = '';
  let bits = 0;
  let held = 0;
  for (const character of text.replace(/=+$/, '')) {
    held = ((held << 6) | alphabet.indexOf(character)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded += String.fromCharCode((held >> bits) & 0xff);
  }
  return decoded;
}
