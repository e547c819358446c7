import { expect, it } from 'vitest';
import type { Command } from './command';
import { shrink } from './shrink';

const sweep = { do: 'sweep', of: 'orders' } as const;
const clock = (seconds: number): Command => ({ do: 'clock', seconds });
const long = (at: number) => Array.from({ length: at }, (_, index) => clock(index + 1));

/** Fails where a restart comes after a clock of 7 seconds, whatever lies between. */
function attempt(commands: Command[]): Promise<string[] | undefined> {
  const flat = commands.flatMap((one) => (one.do === 'together' ? [one.first, one.second] : [one]));
  const moved = flat.findIndex((one) => one.do === 'clock' && one.seconds === 7);
  const isBroken = moved !== -1 && flat.slice(moved).some((one) => one.do === 'restart');
  return Promise.resolve(isBroken ? [`order ${commands.length} is lost`] : undefined);
}

const other = () => Promise.resolve(['the shop is closed']);

it('leaves what the failure needs, in its order', async () => {
  const walk: Command[] = [...long(40), { do: 'restart' }, ...long(20)];

  const { commands, faults } = await shrink(walk, ['order 61 is lost'], attempt);

  expect(commands).toEqual([clock(7), { do: 'restart' }]);
  expect(faults).toEqual(['order 2 is lost']);
});

it('tells what need not happen at once', async () => {
  const walk: Command[] = [sweep, { do: 'together', first: clock(7), second: { do: 'restart' } }];

  const { commands } = await shrink(walk, ['order 2 is lost'], attempt);

  expect(commands).toEqual([clock(7), { do: 'restart' }]);
});

it('does not take another fault for the same', async () => {
  const walk: Command[] = [clock(7), { do: 'restart' }];

  const { commands } = await shrink(walk, ['order 2 is lost'], other);

  expect(commands).toEqual(walk);
});
