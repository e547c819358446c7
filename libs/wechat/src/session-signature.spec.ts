import { describe, expect, it } from 'vitest';
import { miniProgram } from '../../../test/vectors/wechat-pay-vectors.json';
import { sessionSignature } from './session-signature';

describe('a signature under the session_key, by WeChat’s known answers', () => {
  it.each(miniProgram.sessionSignature)('$id', ({ sessionKey, data, expected }) => {
    expect(sessionSignature(sessionKey, data)).toBe(expected);
  });

  it('is over nothing where only the key is asked about', () => {
    expect(sessionSignature('k')).toBe(sessionSignature('k', ''));
  });
});
