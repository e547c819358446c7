import { isThisMachine } from './this-machine';

/**
 * Whether a simulator reports to this address: public and plain, as WeChat demands. http is for a shop on this machine,
 * so that play money never leaves it in clear.
 */
export function isNotifyUrl(value: string): boolean {
  if (!URL.canParse(value) || /[\s?#]/.test(value)) return false;
  const { protocol, hostname, username, password } = new URL(value);
  if (username || password) return false;
  return protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname));
}
