/**
 * The address with `-c name=value` start-up options in it. They must stand in the address itself: pg lets an
 * address that brings options of its own win over everything else, and such a connection would lose its role.
 * A plain split, because `postgres://user@/name?host=/socket` is good for pg and not for the URL class.
 */
export function withStartupOptions(url: string, settings: Record<string, string>): string {
  const [address = '', query = ''] = url.split('?');
  const given = new URLSearchParams(query);
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  given.set('options', [given.get('options'), ...ours].filter(Boolean).join(' '));
  return `${address}?${given.toString().replaceAll('+', '%20')}`;
}
