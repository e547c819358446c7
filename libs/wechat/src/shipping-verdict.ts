/**
 * What a refusal of the shipping information means: `done` shipped already, compare with `getOrder`; `same`
 * nothing new, so a success; `later` ask again, from one minute on and not for ever; `terminal` a person must
 * look; `bug` the request was wrong, and would be again.
 */
export type ShippingVerdict = 'done' | 'same' | 'later' | 'terminal' | 'bug';

const VERDICTS: Record<string, ShippingVerdict> = {
  '-1': 'later',
  10060001: 'later',
  10060002: 'done',
  10060003: 'terminal',
  10060004: 'terminal',
  10060005: 'terminal',
  10060006: 'bug',
  10060007: 'bug',
  10060008: 'bug',
  10060009: 'bug',
  10060012: 'later',
  10060014: 'bug',
  10060019: 'later',
  10060020: 'bug',
  10060023: 'same',
  10060024: 'bug',
  10060025: 'bug',
  10060026: 'bug',
  10060031: 'terminal',
  268485194: 'bug',
  268485195: 'bug',
  268485196: 'bug',
  268485197: 'bug',
  268485216: 'bug',
  268485224: 'bug',
  268485226: 'bug',
  268485227: 'bug',
  268485228: 'bug',
};

/** A code that nobody listed, as of an ability that is not opened, is for a person too. */
export function shippingVerdict(code: string): ShippingVerdict {
  return VERDICTS[code] ?? 'terminal';
}
