import { networkInterfaces } from 'node:os';

/** A HOST that listens on every interface. */
export function isEveryHost(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

export function isLoopback(hostname: string): boolean {
  return /(^|\.)localhost$/.test(hostname) || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What is sent there never leaves this machine. */
export function isThisMachine(hostname: string): boolean {
  return isLoopback(hostname) || addresses().includes(hostname.replace(/^\[(.*)\]$/, '$1'));
}

/** Where a phone in the same network reaches this machine; none without a network. */
export function lanAddress(own: string[] = addresses()): string | undefined {
  const [first] = own
    .filter((address) => rankOf(address) < RANKS.length)
    .toSorted((a, b) => rankOf(a) - rankOf(b));
  return first;
}

/** A home's or an office's network before those of containers and virtual machines. */
const RANKS = [/^192\.168\./, /^10\./, /^172\.(?!1[78]\.)/, /^\d+(\.\d+){3}$/];

function rankOf(address: string): number {
  const rank = RANKS.findIndex((pattern) => pattern.test(address));
  return rank < 0 ? RANKS.length : rank;
}

function addresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.filter(({ internal }) => !internal).map(({ address }) => address);
}
