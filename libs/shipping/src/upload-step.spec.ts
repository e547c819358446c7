import type { Outcome } from '@app/wechat';
import { describe, expect, it } from 'vitest';
import { notNow, stepAfter } from './upload-step';

const ok: Outcome<void> = { kind: 'ok', value: undefined };
const refused = (code: string): Outcome<void> => ({ kind: 'rejected', code, message: '' });
const silence: Outcome<void> = { kind: 'unknown', cause: 'timeout' };
const first = { tries: 1, isComplete: true };

describe('an upload, after WeChat’s answer', () => {
  it.each<[string, Outcome<void>, object, object]>([
    ['yes to all of it', ok, first, { state: 'done', isAnswered: true }],
    ['yes to a part', ok, { ...first, isComplete: false }, { state: 'uploaded', isAnswered: true }],
    ['nothing new', refused('10060023'), first, { state: 'done', isAnswered: true }],
    ['shipped before', refused('10060002'), first, { state: 'done', isAnswered: true, code: '10060002' }],
    ['a used-up chance', refused('10060003'), first, { state: 'person', isAnswered: true, code: '10060003' }],
    ['a bug of ours', refused('10060014'), first, { state: 'person', isAnswered: true, code: '10060014' }],
    ['a code nobody listed', refused('48001'), first, { state: 'person', isAnswered: true, code: '48001' }],
  ])('%s', (_what, outcome, upload, step) => {
    expect(stepAfter(outcome, { ...first, ...upload })).toEqual(step);
  });

  it.each([
    [1, 60],
    [2, 120],
    [3, 300],
    [4, 600],
    [5, 1800],
    [6, 3600],
    [27, 3600],
  ])('is made again after try %i when the payment is not known, %i s later', (tries, waitSeconds) => {
    const step = stepAfter(refused('10060001'), { ...first, tries });

    expect(step).toEqual({ state: 'wanted', isAnswered: true, code: '10060001', waitSeconds });
  });

  it('is for a person when the payment is not known for a day', () => {
    expect(stepAfter(refused('10060001'), { ...first, tries: 28 })).toMatchObject({ state: 'person' });
  });

  it.each([1, 28, 1000])('may have arrived where there is none, and is never given up: try %i', (tries) => {
    expect(stepAfter(silence, { ...first, tries })).toMatchObject({ state: 'wanted', isAnswered: false });
  });

  it.each([true, false])(
    'of an earlier try is as open as before where nothing was sent: %s',
    (wasUnanswered) => {
      const step = notNow({ tries: 1, wasUnanswered });

      expect(step).toEqual({ state: 'wanted', waitSeconds: 60, isAnswered: !wasUnanswered });
    },
  );
});
