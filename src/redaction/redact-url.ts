import { looksIssued } from '#model/secret-value.js';
import type { NamedValues } from './named-values.js';

/** A URL without the password or token before its host, and without the secrets in its query. */
export function redactUrl(url: string, where: string, values: NamedValues): string {
  if (values.isAllowed(where.slice(where.indexOf(' ') + 1))) return url;
  const parts = /^([A-Za-z][A-Za-z0-9+.-]*:\/\/)([^/?#]*)@(.*)$/s.exec(url);
  if (parts === null) return values.redactText(url, where);
  const [, scheme = '', user = '', rest = ''] = parts;
  return `${scheme}${withoutPassword(user, where, values)}@${values.redactText(rest, where)}`;
}

/** `user:password`, or a token alone. */
function withoutPassword(user: string, where: string, values: NamedValues): string {
  const colon = user.indexOf(':');
  const name = colon < 0 ? user : user.slice(0, colon);
  const kept = looksIssued(name, 16) ? values.redactNamed('url_password', name, where) : values.redactText(name, where);
  return colon < 0 ? kept : `${kept}:${values.redactNamed('url_password', user.slice(colon + 1), where)}`;
}
