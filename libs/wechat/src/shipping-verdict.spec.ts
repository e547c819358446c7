import { describe, expect, it } from 'vitest';
import { shippingVerdict, type ShippingVerdict } from './shipping-verdict';

describe('a refusal of the shipping information', () => {
  it.each<[ShippingVerdict, number[]]>([
    ['done', [10060002]],
    ['same', [10060023]],
    ['later', [-1, 10060001, 10060012, 10060019]],
    ['terminal', [10060003, 10060004, 10060005, 10060031, 48001, 40003]],
    [
      'bug',
      [
        10060006, 10060007, 10060008, 10060009, 10060014, 10060020, 10060024, 10060025, 10060026, 268485194,
        268485195, 268485196, 268485197, 268485216, 268485224, 268485226, 268485227, 268485228,
      ],
    ],
  ])('means %s with %j', (verdict, codes) => {
    expect(codes.map((code) => shippingVerdict(String(code)))).toEqual(codes.map(() => verdict));
  });

  it.each(['toString', '__proto__', ''])('is for a person where its code is %j', (code) => {
    expect(shippingVerdict(code)).toBe('terminal');
  });
});
