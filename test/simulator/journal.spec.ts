import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startRig, Webhook } from './rig';

describe('the journal', () => {
  it('brings every book back after a restart', async () => {
    const rig = await startRig();
    const webhook = await Webhook.listen();
    webhook.answer = { status: 500 };
    const { terms, prepay_id, out_trade_no } = await rig.ordered({ notify_url: webhook.url });
    await rig.sim('pay', { prepay_id });
    await rig.pay('/secapi/pay/refund', {
      out_trade_no,
      out_refund_no: 'R1',
      total_fee: '12990',
      refund_fee: '1',
    });
    await rig.sim('strict', { on: true });
    await rig.sim('clock', { advanceSeconds: 10 });
    const before = await rig.books();

    await rig.stop();
    await rig.start();

    expect(await rig.books()).toEqual(before);
    expect((await rig.pay('/pay/unifiedorder', terms)).err_code).toBe('ORDERPAID');
    expect((await rig.session('0a1b2c3d')).errcode).toBe(40029);
    await rig.sim('clock', { advanceSeconds: 60 });
    expect(webhook.received.length).toBeGreaterThan(1);
  });

  it('keeps used codes used', async () => {
    const rig = await startRig();
    await rig.session('user:li:1');

    await rig.stop();
    await rig.start();

    expect((await rig.session('user:li:1')).errcode).toBe(40163);
  });

  it('leaves a torn last line out, and writes the next one whole', async () => {
    const rig = await startRig();
    const { out_trade_no } = await rig.ordered();
    await rig.stop();
    appendFileSync(rig.journal, '{"kind":"paid","transaction":{"transac');

    await rig.start();
    const state = await rig.pay('/pay/orderquery', { out_trade_no });
    await rig.login('wang');

    expect(state.trade_state).toBe('NOTPAY');
    const lines = readFileSync(rig.journal, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual([
      'codeIssued',
      'loggedIn',
      'ordered',
      'codeIssued',
      'loggedIn',
    ]);
  });

  it('does not start on a damaged line in the middle, and names it', async () => {
    const rig = await startRig();
    await rig.login();
    await rig.stop();
    writeFileSync(rig.journal, `damaged\n${readFileSync(rig.journal, 'utf8')}`);

    await expect(rig.start()).rejects.toThrow(/simulator\.jsonl, line 1/);
  });

  it('is written before the answer', async () => {
    const rig = await startRig();
    const { prepay_id } = await rig.ordered();

    expect(readFileSync(rig.journal, 'utf8')).toContain(prepay_id);
  });
});
