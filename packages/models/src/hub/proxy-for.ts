/** The proxy for an address by HTTPS_PROXY, HTTP_PROXY and NO_PROXY in either case, as curl and pip read them; undefined when there is none. */
export function proxyFor({ protocol, hostname, port }: URL, env: Record<string, string | undefined>): URL | undefined {
  const set = (name: string) => env[name] || env[name.toUpperCase()] || '';
  const proxy = set(protocol === 'https:' ? 'https_proxy' : 'http_proxy') || set('all_proxy');
  const at = port || (protocol === 'https:' ? '443' : '80');
  const direct = set('no_proxy').split(/[\s,]+/).filter(Boolean).some((entry) => {
    const [, name = '', only] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    return entry === '*' || ((only === undefined || only === at) && (hostname === name || hostname.endsWith(`.${name}`)));
  });
  if (proxy === '' || direct) return undefined;
  const address = proxy.includes('://') ? proxy : `http://${proxy}`;
  return URL.canParse(address) ? new URL(address) : undefined;
}
