import { isIP } from 'node:net';
import { OcelliError } from '@ocelli/protocol';

/** Which Hub is asked, and as whom. */
export interface HubSettings {
  /** Without a slash at its end. */
  url: URL;
  /** Goes to that origin alone, and there only over https or within this machine. Never written anywhere. */
  token: string | undefined;
}

const usual = 'https://huggingface.co';

/** `OCELLI_HUB`, else `HF_ENDPOINT` as Hugging Face's own programs read it, else the Hub; with `HF_TOKEN`. Throws `bad_request`. */
export function readHubSettings(env: Record<string, string | undefined>): HubSettings {
  const [name, value] = env.OCELLI_HUB ? (['OCELLI_HUB', env.OCELLI_HUB] as const) : (['HF_ENDPOINT', env.HF_ENDPOINT || usual] as const);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search) {
    throw new OcelliError('bad_request', `The configuration is wrong. ${name}: must be the address of a model hub, such as ${usual} (a login belongs in HF_TOKEN).`);
  }
  url.pathname = url.pathname.replace(/\/+$/, '');
  url.hash = '';
  const token = env.HF_TOKEN?.trim() || undefined;
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) throw new OcelliError('bad_request', 'The configuration is wrong. HF_TOKEN: must be one word.');
  return { url, token };
}

/** Whether a secret may travel to an address: nobody on the way can read it. */
export const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'));
