import { writeXml } from '@app/wechat';
import { describe, expect, it } from 'vitest';
import { ownCertificate } from '../given/keys';
import { startRig } from './rig';
import { merchantTls, type Tls, tlsFetch } from './tls-fetch';

const REFUND = '/secapi/pay/refund';

async function paidRig() {
  const rig = await startRig();
  const { prepay_id, out_trade_no } = await rig.ordered({ total_fee: '100', time_expire: '' });
  await rig.sim('pay', { prepay_id });
  const fields = { out_trade_no, out_refund_no: 'R1', total_fee: '100', refund_fee: '40' };
  const body = writeXml(rig.signed(fields));
  const post = (tls: Tls) => tlsFetch(rig.tlsUrl + REFUND, { method: 'POST', body, tls });
  return { rig, body, post };
}

describe('the TLS port', () => {
  it('takes refunds from whoever shows the merchant’s certificate', async () => {
    const { rig, post } = await paidRig();

    const answer = await post(merchantTls(rig.config));

    expect(await answer.text()).toContain('<result_code><![CDATA[SUCCESS]]></result_code>');
    expect((await rig.books()).refunds).toHaveLength(1);
  });

  it('[D2-11] tells everybody else that no certificate was sent, in HTML', async () => {
    const { rig, body, post } = await paidRig();
    const { ca } = merchantTls(rig.config);
    const stranger = await ownCertificate(rig.config.WECHAT_PAY_MCH_SERIAL!);

    const answers = [
      await fetch(rig.url + REFUND, { method: 'POST', body }),
      await post({ ca }),
      await post({ ca, ...stranger }),
    ];

    for (const answer of answers) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/html']);
      expect(await answer.text()).toContain('<center>No required SSL certificate was sent</center>');
    }
    expect((await rig.books()).refunds).toEqual([]);
  });

  it('answers all other routes too, certificate or not, to a caller who knows its authority', async () => {
    const { rig } = await paidRig();
    const { ca } = merchantTls(rig.config);

    const named = await tlsFetch(`${rig.tlsUrl.replace('127.0.0.1', 'localhost')}/sim/books`, {
      tls: { ca },
    });

    expect(named.status).toBe(200);
    expect(await named.json()).toEqual(await rig.books());
    await expect(fetch(`${rig.tlsUrl}/sim/books`)).rejects.toThrow('fetch failed');
  });

  it('is gone when the simulator is', async () => {
    const { rig } = await paidRig();
    const { ca } = merchantTls(rig.config);

    await rig.stop();

    await expect(tlsFetch(`${rig.tlsUrl}/sim/books`, { tls: { ca } })).rejects.toThrow('fetch failed');
  });
});
