import { ValidateBy } from 'class-validator';
import { isIP } from 'node:net';

const WIDTH: Partial<Record<number, number>> = { 4: 32, 6: 128 };

/** `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const width = WIDTH[isIP(address)];
  if (width === undefined || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width);
}

/** A list of addresses and networks. */
export function AreNetworks() {
  return ValidateBy({
    name: 'areNetworks',
    validator: {
      validate: (list: string[]) => list.every(isNetwork),
      defaultMessage: (args) => `${args?.property} takes addresses and networks alone.`,
    },
  });
}
