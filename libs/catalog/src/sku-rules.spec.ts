import { describe, expect, it } from 'vitest';
import { faultOfSkus } from './sku-rules';

const on = (spec: string) => ({ spec, isEnabled: true });
const off = (spec: string) => ({ spec, isEnabled: false });

describe('the skus of a product', () => {
  it.each([
    ['one without a name', [on('')], undefined],
    ['one with a name', [on('大')], undefined],
    ['several with names', [on('大'), on('小')], undefined],
    ['one that is left of several', [on('大'), off('小')], undefined],
    ['one without a name that is switched off', [on('大'), on('小'), off('')], undefined],
    ['none', [], 'lastSku'],
    ['none that is switched on', [off('大')], 'lastSku'],
    ['several, one without a name', [on('大'), on('')], 'specMissing'],
    ['two of a name', [on('大'), on('大')], 'specTaken'],
    ['a name of one that is switched off', [on('大'), off('大')], 'specTaken'],
  ])('may be or not: %s', (_, skus, fault) => {
    expect(faultOfSkus(skus)).toBe(fault);
  });
});
