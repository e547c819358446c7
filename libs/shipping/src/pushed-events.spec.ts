import { describe, expect, it } from 'vitest';
import { receivedTransaction, tapsIn } from './pushed-events';

const T = '4200002345202601016789012345';

describe('the transaction that a push says is received', () => {
  it.each([
    ['by itself', { transaction_id: T, confirm_receive_method: 1 }, T],
    ['by hand', { transaction_id: T, confirm_receive_method: 2 }, T],
    ['in XML', { transaction_id: T, confirm_receive_method: '2' }, T],
    ['merely shipped', { transaction_id: T, confirm_receive_method: 0 }, undefined],
    ['merely shipped, in other words', { transaction_id: T }, undefined],
    ['nameless', { confirm_receive_method: 2 }, undefined],
    ['no text', { transaction_id: [T], confirm_receive_method: 2 }, undefined],
  ])('%s', (_what, fields, expected) => {
    expect(receivedTransaction({ name: 'trade_manage_order_settlement', fields })).toBe(expected);
  });

  it('is none of another event', () => {
    const fields = { transaction_id: T, confirm_receive_method: 2 };

    expect(receivedTransaction({ name: 'trade_manage_remind_shipping', fields })).toBeUndefined();
  });
});

describe('what a shopper tapped', () => {
  const yes = { TemplateId: 'A', SubscribeStatusString: 'accept', PopupScene: '0' };
  const no = { TemplateId: 'B', SubscribeStatusString: 'reject' };

  it.each([
    [
      'a list',
      [yes, no],
      [
        { template: 'A', isAllowed: true },
        { template: 'B', isAllowed: false },
      ],
    ],
    ['a single one', yes, [{ template: 'A', isAllowed: true }]],
    ['nothing', undefined, []],
    ['nonsense', [null, 1, { TemplateId: {} }, { ...yes, SubscribeStatusString: 'ban' }], []],
  ])('%s', (_what, List, taps) => {
    expect(tapsIn({ name: 'subscribe_msg_popup_event', fields: { List } })).toEqual(taps);
  });

  it('in his settings is only ever a no', () => {
    const change = { name: 'subscribe_msg_change_event', fields: { List: [yes, no] } };

    expect(tapsIn(change)).toEqual([{ template: 'B', isAllowed: false }]);
  });

  it('is none of another event', () => {
    expect(tapsIn({ name: 'subscribe_msg_sent_event', fields: { List: [yes] } })).toEqual([]);
  });
});
