import { describe, expect, it } from 'vitest';
import { targetsOf } from './admin-act';

describe('what an act was about', () => {
  it.each<[string, unknown, unknown, object]>([
    ['the id in its address', { id: '7' }, undefined, { id: '7' }],
    ['several, a day among them', { id: '7', date: '2026-01-01' }, {}, { id: '7', date: '2026-01-01' }],
    ['the id in its body', {}, { id: 7, parcels: [{ tracking_no: 'SF1' }] }, { id: '7' }],
    ['the address, where both have one', { id: '7' }, { id: '8' }, { id: '7' }],
    ['nothing', {}, {}, {}],
    ['nothing, without a body', undefined, null, {}],
    ['no secret', {}, { account: 'wang', secret: 'correct-horse-battery' }, {}],
    ['no word that a person wrote', { id: '安 西湖区' }, { id: '13800138000 安' }, {}],
    ['nothing endless', { id: '9'.repeat(41) }, {}, {}],
    ['no object', {}, { id: { toString: null } }, {}],
    ['no id that is none', {}, { id: 1.5e300 }, {}],
  ])('is %s', (_, params, body, targets) => {
    expect(targetsOf({ params, body })).toEqual(targets);
  });
});
