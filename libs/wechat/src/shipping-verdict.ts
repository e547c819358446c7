/**
 * What a refusal of the shipping information means: `done` shipped already, compare with `getOrder`; `same`
 * nothing new, so a success; `later` ask again, from one minute on and not for ever; `terminal` a person must
 * look; `bug` the request was wrong, and would be again.
 */
export type ShippingVerdict = 'done' | 'same' | 'later' | 'terminal' | 'bug';

const CODES: Record<Exclude<ShippingVerdict, 'terminal'>, number[]> = {
  done: [10060002],
  same: [10060023],
  later: [-1, 10060001, 10060012, 10060019],
  bug: [
    // The order's number, by kind.
    268485194, 268485195, 268485196, 268485197,
    // The parcels: how they go, how many, their goods, their numbers.
    10060006, 10060007, 10060024, 268485224, 268485228, 10060008, 10060009, 10060020, 10060025, 10060026,
    268485226, 268485227,
    // The time, and whatever else.
    268485216, 10060014,
  ],
};

const VERDICTS = new Map(
  Object.entries(CODES).flatMap(([verdict, codes]) =>
    codes.map((code) => [String(code), verdict as ShippingVerdict] as const),
  ),
);

/** A used-up chance, a refund, a wrong payer, a code that nobody listed: none of them goes away by itself. */
export function shippingVerdict(code: string): ShippingVerdict {
  return VERDICTS.get(code) ?? 'terminal';
}
