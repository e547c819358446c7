import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue';

/** `a1` is a's first; tells what had no room. */
function filled(queue: FairQueue<string>, items: string): string[] {
  return items.split(' ').flatMap((item) => queue.push(item[0]!, item) ?? []);
}

function emptied(queue: FairQueue<string>): string {
  const items: string[] = [];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) items.push(item);
  return items.join(' ');
}

describe('a fair queue', () => {
  it.each([
    ['a1 a2 a3', 'a1 a2 a3'],
    ['a1 a2 a3 b1', 'a1 b1 a2 a3'],
    ['a1 a2 a3 b1 b2 c1', 'a1 b1 c1 a2 b2 a3'],
  ])('lets senders take turns: %s → %s', (given, taken) => {
    const queue = new FairQueue<string>(10, 100);

    expect(filled(queue, given)).toEqual([]);
    expect(emptied(queue)).toBe(taken);
    expect(queue.shift()).toBeUndefined();
  });

  it.each([
    ['of one sender', 'a1 a2 a3 a4', 'a3 a4', 'a1 a2'],
    ['of one sender, and others come in', 'a1 a2 a3 b1', 'a3', 'a1 b1 a2'],
    ['in all: the sender with the most gives way', 'a1 a2 b1 b2 c1', 'b2', 'a1 b1 c1 a2'],
    ['in all: again and again', 'a1 a2 b1 b2 c1 d1', 'b2 a2', 'a1 b1 c1 d1'],
    ['in all: of senders with one each, the last', 'a1 b1 c1 d1 e1', 'e1', 'a1 b1 c1 d1'],
  ])('has so much room %s', (_, given, dropped, taken) => {
    const queue = new FairQueue<string>(2, 4);

    expect(filled(queue, given).join(' ')).toBe(dropped);
    expect(emptied(queue)).toBe(taken);
  });

  it('has room again for what was taken', () => {
    const queue = new FairQueue<string>(1, 1);

    for (let n = 0; n < 10; n += 1) {
      expect(filled(queue, 'a1')).toEqual([]);
      expect(queue.shift()).toBe('a1');
    }
  });
});
