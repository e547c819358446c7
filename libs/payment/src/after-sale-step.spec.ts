import { OrderStatus } from '@app/order';
import { describe, expect, it } from 'vitest';
import {
  mayAsk,
  mayStep,
  stateAfter,
  type AfterSaleAct,
  type AfterSaleKind,
  type AfterSaleState,
} from './after-sale-step';

const STATES: AfterSaleState[] = [
  'asked',
  'agreed',
  'returning',
  'refunding',
  'refund_closed',
  'done',
  'refused',
  'withdrawn',
];
const KINDS: AfterSaleKind[] = ['refund_only', 'return_refund'];
const ACTS: AfterSaleAct[] = ['withdraw', 'send', 'agree', 'refuse', 'receive'];
const LEGAL = new Set([
  'asked agreed',
  'asked refunding',
  'asked refused',
  'asked withdrawn',
  'agreed returning',
  'agreed refunding',
  'agreed refused',
  'agreed withdrawn',
  'returning refunding',
  'returning refused',
  'refunding refund_closed',
  'refunding done',
  'refund_closed refunding',
  'refund_closed refused',
]);
const OVER = new Set<AfterSaleState>(['done', 'refused', 'withdrawn']);

describe('an after-sale', () => {
  it.each(STATES.flatMap((from) => STATES.map((to) => [from, to] as const)))('step %s → %s', (from, to) => {
    expect(mayStep(from, to)).toBe(LEGAL.has(`${from} ${to}`));
  });

  it.each<[AfterSaleAct, string[], string[]]>([
    ['withdraw', ['asked withdrawn', 'agreed withdrawn'], ['asked withdrawn', 'agreed withdrawn']],
    ['send', [], ['agreed returning']],
    ['agree', ['asked refunding', 'refund_closed refunding'], ['asked agreed', 'refund_closed refunding']],
    [
      'refuse',
      ['asked refused', 'agreed refused', 'returning refused', 'refund_closed refused'],
      ['asked refused', 'agreed refused', 'returning refused', 'refund_closed refused'],
    ],
    ['receive', [], ['agreed refunding', 'returning refunding']],
  ])('is led by %s as its kind allows, and nowhere else', (act, ...wanted) => {
    const ways = KINDS.map((kind) => waysOf(act, kind).map((way) => way.join(' ')));

    expect(ways).toEqual(wanted);
  });

  it('is led by acts over legal steps only, and by none once it is over', () => {
    const ways = ACTS.flatMap((act) => KINDS.flatMap((kind) => waysOf(act, kind)));

    expect(ways.filter(([from, to]) => !mayStep(from, to))).toEqual([]);
    expect(ways.filter(([from]) => OVER.has(from))).toEqual([]);
  });

  it.each<[AfterSaleKind, number[]]>([
    ['refund_only', [2, 3, 6]],
    ['return_refund', [3, 6]],
  ])('that is %s may be asked for in statuses %s', (kind, statuses) => {
    const all = Object.values(OrderStatus).filter((value) => typeof value === 'number');

    expect(all.filter((status) => mayAsk(kind, status))).toEqual(statuses);
  });
});

/** Where an act leads from each state; a repeat leads nowhere. */
function waysOf(act: AfterSaleAct, kind: AfterSaleKind): [AfterSaleState, AfterSaleState][] {
  return STATES.flatMap((state) => {
    const to = stateAfter(act, { kind, state });
    return to === undefined || to === state ? [] : [[state, to]];
  });
}
