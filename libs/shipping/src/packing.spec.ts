import { describe, expect, it } from 'vitest';
import { afterSaleWords, listed, stillToSend, type PackedLine } from './packing';

const CUP: PackedLine = { skuId: 1, name: '粗陶马克杯', spec: '', count: 2 };
const NUT: PackedLine = { skuId: 2, name: '燕山油栗', spec: '大', count: 3 };

describe('what is still to be sent', () => {
  it.each<[string, { skuId: number; count: number }[], string]>([
    ['all without a refund', [], '粗陶马克杯×2；燕山油栗 大×3'],
    ['less a piece that was refunded', [{ skuId: 1, count: 1 }], '粗陶马克杯×1；燕山油栗 大×3'],
    ['without a line that was refunded', [{ skuId: 2, count: 3 }], '粗陶马克杯×2'],
    [
      'nothing where all was refunded',
      [
        { skuId: 1, count: 2 },
        { skuId: 2, count: 3 },
      ],
      '',
    ],
  ])('is %s', (_what, refunded, words) => {
    expect(listed(stillToSend([CUP, NUT], refunded))).toBe(words);
  });

  it('names what an open request is about', () => {
    const lines = [{ skuId: 2, count: 1 }];

    expect(afterSaleWords([CUP, NUT], { id: 1, kind: 'refund_only', state: 'asked', lines })).toBe(
      '仅退款 待处理：燕山油栗 大×1',
    );
  });
});
