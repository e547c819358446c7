import { describe, expect, it } from 'vitest';
import { cursorOf, placeOf } from './place';

describe('a cursor', () => {
  it('comes back as it went', () => {
    const place = { micros: 1_767_225_600_123_456, id: 2_147_483_647 };

    expect(placeOf(cursorOf(place))).toEqual(place);
  });

  it.each([
    '',
    'abc',
    '1.2',
    '%00',
    Buffer.from('1.2.3').toString('base64url'),
    cursorOf({ micros: -1, id: 1 }),
  ])('of somebody else is none: %j', (text) => {
    expect(placeOf(text)).toBeUndefined();
  });
});
