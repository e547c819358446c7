import { describe, expect, it } from 'vitest';
import { maskedPhone } from './masked-phone';

describe('a masked phone', () => {
  it.each([
    ['13812341234', '138****1234'],
    ['+85261234567', '+85****4567'],
    ['61234567', '****4567'],
    ['612345678', '6****5678'],
    ['12345', '****2345'],
    ['123', '****'],
  ])('of %s is %s', (phone, masked) => {
    expect(maskedPhone(phone)).toBe(masked);
  });
});
