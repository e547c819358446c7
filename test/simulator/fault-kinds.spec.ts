import { writeXml } from '@app/wechat';
import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { FaultsDto } from '../../apps/wechat/src/faults.dto';
import { type Rig, startRig } from './rig';
import { JSAPI, V3Merchant } from './v3-merchant';

/** How long a caller here waits for what never comes, and for what does. */
const PATIENCE_MS = { endless: 1000, other: 15_000 };

const faultsOf = async (rig: Rig) => (await (await fetch(`${rig.url}/sim/faults`)).json()) as FaultsDto;

/** What a caller sees: the status, and the bytes or how they ended. */
async function outcomeOf(patienceMs: number, call: (signal: AbortSignal) => Promise<Response>) {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const answer = await call(signal);
    const body = await answer
      .arrayBuffer()
      .catch((error: Error) => (signal.aborted ? 'no end' : error.message));
    return { status: answer.status, body: typeof body === 'string' ? body : Buffer.from(body) };
  } catch {
    return { status: signal.aborted ? 'no answer' : 'no connection', body: Buffer.alloc(0) };
  }
}

type Outcome = Awaited<ReturnType<typeof outcomeOf>>;
const says = (words: RegExp) => (body: Outcome['body']) => words.test(body.toString());
const isPage = says(/^<html>/);

/** Each way of doing nothing, and how it looks from outside to anybody. */
const UNDONE: [kind: string, status: Outcome['status'], looks: (body: Outcome['body']) => boolean][] = [
  ['timeout', 'no answer', says(/^$/)],
  ['reset', 'no connection', says(/^$/)],
  ['hangUp', 'no connection', says(/^$/)],
  ['http404', 404, isPage],
  ['http500', 500, isPage],
  ['http502', 502, isPage],
  ['http503', 503, isPage],
  ['empty', 200, says(/^$/)],
  ['html', 200, isPage],
  ['redirect', 302, says(/^$/)],
  ['garbage', 200, (body) => body.length === 600],
  ['notUtf8', 200, (body) => Buffer.isBuffer(body) && !isUtf8(body) && body.length > 0],
  ['tooLarge', 200, (body) => body.length === 8 * 1024 * 1024],
  ['cutShort', 200, says(/terminated/)],
  ['drip', 200, says(/no end/)],
];

describe('every kind of fault', () => {
  it.each(UNDONE)('%s does nothing, whoever is called', async (kind, status, looks) => {
    const merchant = await V3Merchant.open();
    const { rig } = merchant;
    const v3 = await merchant.terms();
    const v2 = writeXml(rig.signed(rig.terms(await rig.login())));
    const said = { method: 'POST', body: v2, redirect: 'manual' } as const;
    const login = `${rig.url}/sns/jscode2session?js_code=user:wang:1`;
    const calls: Record<string, (signal: AbortSignal) => Promise<Response>> = {
      jscode2session: (signal) => fetch(login, { signal, redirect: 'manual' }),
      unifiedorder: (signal) => fetch(`${rig.url}/pay/unifiedorder`, { ...said, signal }),
      v3jsapi: (signal) => merchant.send('POST', JSAPI, { body: v3 }, signal),
    };
    const patience = kind === 'timeout' || kind === 'drip' ? PATIENCE_MS.endless : PATIENCE_MS.other;
    const before = await rig.books();

    for (const [endpoint, call] of Object.entries(calls)) {
      await rig.sim('fault', { endpoint, kind });
      const outcome = await outcomeOf(patience, call);
      expect([endpoint, outcome.status, looks(outcome.body)]).toEqual([endpoint, status, true]);
    }
    expect(await rig.books()).toEqual(before);
    expect((await faultsOf(rig)).endpoints.every(({ planned }) => !planned)).toBe(true);
  });

  it('is told of, with what it does and whether the work is done', async () => {
    const rig = await startRig();
    await rig.sim('fault', { endpoint: 'refund', kind: 'lostAnswer', times: -1 });
    await rig.sim('fault', { endpoint: 'notify', kind: 'drop', times: 3 });
    await rig.sim('fault', { endpoint: 'v3jsapi', kind: 'reset', times: 3 });
    await rig.sim('fault', { endpoint: 'v3jsapi', kind: 'reset', times: 0 });

    const { kinds, endpoints } = await faultsOf(rig);

    const known = kinds.map(({ kind }) => kind);
    for (const { endpoint, kinds: possible } of endpoints) {
      expect(known).toEqual(expect.arrayContaining([...possible]));
      if (!endpoint.endsWith('notify')) expect([endpoint, possible.length >= 17]).toEqual([endpoint, true]);
      if (!endpoint.endsWith('notify'))
        expect([endpoint, possible]).toEqual([endpoint, expect.arrayContaining(['lostAnswer'])]);
    }
    expect(kinds.every(({ does }) => does.length > 10)).toBe(true);
    const done = kinds.filter(({ work_done }) => work_done).map(({ kind }) => kind);
    expect(done.join(' ')).toBe(
      'lostAnswer truncated slow badSign foreignAppid unsigned wrongSerial staleTimestamp probe',
    );
    const planned = endpoints.filter((one) => one.planned).map((one) => [one.endpoint, one.planned]);
    expect(planned).toEqual([
      ['refund', { kind: 'lostAnswer', times: -1 }],
      ['notify', { kind: 'drop', times: 3 }],
    ]);
  });

  it.each([
    ['http429', 429],
    ['http202', 202],
  ])('%s is said by the web server where v2 has no words for it', async (kind, status) => {
    const rig = await startRig();
    await rig.sim('fault', { endpoint: 'orderquery', kind });
    const body = writeXml(rig.signed({ out_trade_no: 'UNKNOWN1' }));

    const answer = await fetch(`${rig.url}/pay/orderquery`, { method: 'POST', body });

    expect([answer.status, (await answer.text()).slice(0, 6)]).toEqual([status, '<html>']);
  });

  it.each(['lostAnswer', 'reset', 'cutShort', 'systemError', 'badSign'])(
    '%s befalls a refund over TLS',
    async (kind) => {
      const rig = await startRig();
      const { prepay_id, out_trade_no } = await rig.ordered({ total_fee: '100' });
      await rig.sim('pay', { prepay_id });
      await rig.sim('fault', { endpoint: 'refund', kind });
      const fields = { out_trade_no, out_refund_no: 'R1', total_fee: '100', refund_fee: '40' };
      const refund = () =>
        rig.pay('/secapi/pay/refund', fields).then(({ err_code = 'none' }) => err_code, String);

      const answers = [await refund(), await refund()];

      const spoilt: Record<string, RegExp> = {
        lostAnswer: /fetch failed/,
        reset: /fetch failed/,
        cutShort: /terminated/,
        systemError: /^SYSTEMERROR$/,
        badSign: /not signed/,
      };
      expect(answers).toEqual([expect.stringMatching(spoilt[kind]!), 'none']);
      expect((await rig.books()).refunds).toHaveLength(1);
    },
  );

  it.each([
    ['downloadbill', 'systemError', 200, /SYSTEMERROR/],
    ['v3tradebill', 'http429', 429, /FREQUENCY_LIMITED/],
    ['v3billfile', 'systemError', 500, /SYSTEM_ERROR/],
  ])('%s has %s', async (endpoint, kind, status, words) => {
    const merchant = await V3Merchant.open();
    const { rig } = merchant;
    const calls: Record<string, () => Promise<Response>> = {
      downloadbill: () =>
        fetch(`${rig.url}/pay/downloadbill`, {
          method: 'POST',
          body: writeXml(rig.signed({ bill_date: '20260101' })),
        }),
      v3tradebill: () => merchant.send('GET', '/v3/bill/tradebill?bill_date=2026-01-01'),
      v3billfile: () => merchant.send('GET', '/v3/billdownload/file?token=x'),
    };
    await rig.sim('fault', { endpoint, kind });

    const answer = await calls[endpoint]!();

    expect(answer.status).toBe(status);
    expect(await answer.text()).toMatch(words);
  });
});
