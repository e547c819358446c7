import { ValidateBy } from 'class-validator';

const ESCAPES =
  'in a user name, password or database name # is written %23, ? %3F, / %2F, % %25, @ %40 and a space %20';

/** The address of a server, with a login in it: `postgres://user:password@host:5432/shop`. */
export function connectionUrl(...schemes: string[]) {
  return ValidateBy({
    name: 'connectionUrl',
    validator: {
      validate: (url: unknown) => connectionUrlFault(String(url), schemes) === undefined,
      defaultMessage: (args) => `${args?.property} ${connectionUrlFault(String(args?.value), schemes)}`,
    },
  });
}

/** What is wrong with the address, without a word of it: its password may stand anywhere in what cannot be read. */
export function connectionUrlFault(url: string, schemes: string[]): string | undefined {
  const begins = schemes.map((scheme) => `${scheme}://`);
  if (!begins.some((begin) => url.startsWith(begin))) return `must begin with ${begins.join(' or ')}.`;
  const stray = strayCharacter(url);
  if (stray) return `contains ${stray} that is not escaped: ${ESCAPES}.`;
  return canBeRead(url)
    ? undefined
    : `cannot be read: it is ${begins[0]}USER:PASSWORD@HOST:PORT/NAME, and ${ESCAPES}.`;
}

/** A character that ends the login, or the address, too early. */
function strayCharacter(url: string): string | undefined {
  if (/\s/.test(url)) return 'a space';
  if (url.includes('#')) return 'a #';
  if (!isDecodable(url)) return 'a %';
  const [, authority = '', path = '', query = ''] = /^\w+:\/\/([^/?]*)([^?]*)(.*)$/.exec(url) ?? [];
  const isHostAndPort =
    authority.includes('@') || /^[^:]*(:\d*)?$/.test(authority) || authority.startsWith('[');
  if (path.includes('@')) return 'a / or @';
  // `?user=ann@server` is an option; what has no name before its @ is the rest of a login.
  if (query.includes('@') && (!isHostAndPort || !/^[?][^@]*=/.test(query))) return path ? 'a /' : 'a ?';
  return undefined;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** As pg reads it, which lets the host be empty where a socket is named. */
function canBeRead(url: string): boolean {
  return URL.canParse(url) || URL.canParse(url.replace('@/', '@socket/'));
}
