import { describe, expect, it } from 'vitest';
import { DECOY_HASH, hashSecret, isSecret, SALT_BYTES } from './secret-hash';

const SALT = Buffer.alloc(SALT_BYTES, 7);

describe('secret hash', () => {
  it('knows its secret again, and no other', async () => {
    const stored = await hashSecret('正确的密码 777*777', SALT);

    expect(await isSecret('正确的密码 777*777', stored)).toBe(true);
    expect(await isSecret('正确的密码 777*778', stored)).toBe(false);
    expect(await isSecret('', stored)).toBe(false);
  });

  it('differs by its salt', async () => {
    const other = Buffer.alloc(SALT_BYTES, 8);

    expect(await hashSecret('secret-secret', SALT)).not.toBe(await hashSecret('secret-secret', other));
  });

  it('asks the same work of a decoy', async () => {
    const stored = await hashSecret('secret-secret', SALT);

    expect(DECOY_HASH.split('$').slice(0, 4)).toEqual(stored.split('$').slice(0, 4));
    expect(DECOY_HASH).toHaveLength(stored.length);
    expect(await isSecret('secret-secret', DECOY_HASH)).toBe(false);
  });

  it('does not take an unreadable hash for a wrong secret', async () => {
    await expect(isSecret('secret-secret', 'plain-text')).rejects.toThrow(RangeError);
  });
});
