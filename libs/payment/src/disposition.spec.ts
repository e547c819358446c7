import { OrderStatus } from '@app/order';
import { describe, expect, it } from 'vitest';
import { judge } from './disposition';

const paid = { totalFen: 1999, currency: 'CNY' };
const order = { status: OrderStatus.Unpaid, totalFen: 1999 };
const AFTER_PAYMENT = [2, 3, 4, 5, 6, 8] satisfies OrderStatus[];

describe('money meets an order', () => {
  it('fulfils an open order in full', () => {
    expect(judge({ paid, order, inStock: true })).toEqual({ disposition: 'fulfilled', reason: 'settle' });
  });

  it('is held where the goods are gone', () => {
    expect(judge({ paid, order, inStock: false })).toEqual({ disposition: 'held', reason: 'settle_short' });
  });

  it('goes back where the order is closed', () => {
    expect(judge({ paid, order: { ...order, status: 7 }, inStock: true })).toEqual({
      disposition: 'to_refund',
      reason: 'settle_late',
    });
  });

  it.each(AFTER_PAYMENT)('goes back where the order already has its money (status %i)', (status) => {
    expect(judge({ paid, order: { ...order, status }, inStock: true }).reason).toBe('settle_second');
  });

  it.each([
    { totalFen: 1, currency: 'CNY' },
    { totalFen: 1998, currency: 'CNY' },
    { totalFen: 2000, currency: 'CNY' },
    { totalFen: 1999, currency: 'USD' },
  ])('is disputed when it is $totalFen $currency, whatever the order', (wrong) => {
    for (const status of [1, 2, 7] satisfies OrderStatus[])
      expect(judge({ paid: wrong, order: { ...order, status }, inStock: true }).disposition).toBe('disputed');
  });
});
