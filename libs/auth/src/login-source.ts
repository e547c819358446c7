import { normalizeIP } from '@fastify/rate-limit';
import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** Where accounts are opened; guesses at one neither lock nor delay the other's queue. */
export type EntryPoint = 'login' | 'docs';

/** The network of an address: a caller with one address of an IPv4 /24 or an IPv6 /64 easily has the next one. */
export function loginNetwork(ip: string): string {
  const network = normalizeIP(ip);
  return isIPv4(network) ? network.replace(/\d+$/, '0') : network;
}

/** An account as guesses at it are kept: it may not exist, and be a secret typed into the wrong field. */
export function accountHash(account: string): Buffer {
  return createHash('sha256').update(account).digest();
}

/** Where guesses at this account come from: no address is kept, and none is found again at another account. */
export function sourceHash(account: string, network: string, entryPoint: EntryPoint): Buffer {
  return createHash('sha256').update(`${account}\0${network}\0${entryPoint}`).digest();
}
