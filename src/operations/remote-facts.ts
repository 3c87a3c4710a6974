import { PixelisError } from '#errors/index.js';
import { suggestClosest } from '#model/suggest-closest.js';
import type { RemoteSettings } from '#model/config.js';
import type { RemoteFacts } from '#schema/index.js';
import type { SettingsFiles } from './read-settings.js';

/** The remotes as they are configured, by name. */
export function remoteFacts({ merged, local }: SettingsFiles): RemoteFacts[] {
  return [...merged.remotes.keys()].sort().map((name) => {
    const { url, endpoint, region, profile, pathStyle } = merged.remotes.get(name) as RemoteSettings;
    const facts: RemoteFacts = {
      name,
      url,
      isDefault: name === merged.defaultRemote,
      isLocal: local.settings.remotes?.[name] !== undefined,
    };
    if (endpoint !== undefined) facts.endpoint = endpoint;
    if (region !== undefined) facts.region = region;
    if (profile !== undefined) facts.profile = profile;
    if (pathStyle !== undefined) facts.pathStyle = pathStyle;
    return facts;
  });
}

export function remoteNotConfigured(name: string, known: readonly string[]): PixelisError {
  const closest = suggestClosest(name, known);
  const others = closest.length > 0 ? closest : known;
  return new PixelisError('remote.not-configured', `there is no remote '${name}'`, {
    hint: others.length > 0 ? `there is: ${others.join(', ')}` : `add it: pixelis remote add ${name} URL`,
    data: { remote: name, known },
  });
}
