import { isIP } from 'node:net';

/**
 * X-Forwarded-For as plain addresses, nearest proxy last. Proxies also write ports, brackets and quotes, and `unknown`
 * or `_name` where they hide an address. An entry that is no address leaves the client unknown, and what stands left of
 * it is hearsay: both are dropped, so the proxy that wrote the entry counts as the client.
 */
export function forwardedFor(header: string): string {
  const entries = header.split(',').map((entry) => entry.trim());
  const addresses = entries.filter(Boolean).map(addressIn);
  return addresses.slice(addresses.lastIndexOf(undefined) + 1).join(', ');
}

const QUOTED = /^"(.*)"$/;
const BRACKETED = /^\[([^\]]*)\](?::\d{1,5})?$/;
const V4_WITH_PORT = /^([\d.]+):\d{1,5}$/;
const MAPPED_V4 = /^::ffff:([\d.]+)$/i;

function addressIn(entry: string): string | undefined {
  const text = (QUOTED.exec(entry)?.[1] ?? entry).trim();
  const host = BRACKETED.exec(text)?.[1] ?? V4_WITH_PORT.exec(text)?.[1] ?? text;
  // A zone is a name on the proxy's machine alone.
  const [bare = ''] = host.split('%');
  const address = MAPPED_V4.exec(bare)?.[1] ?? bare;
  return isIP(address) ? address.toLowerCase() : undefined;
}
