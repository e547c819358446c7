import type { Order } from './buy-steps';
import { buy } from './buy-story';
import { tellLate } from './buy-story-late';
import { tellPartial } from './buy-story-partial';
import { tellRefund } from './buy-story-refund';
import { tellShip } from './buy-story-ship';
import { tellShort } from './buy-story-short';
import type { Tale } from './buy-tale';
import { StartFault } from './start-fault';

export interface Story {
  /** Tells whose books are to be compared in the end. */
  tell(tale: Tale): Promise<Order[]>;
  /** What it needs otherwise than most shops have it: a shop of its own is opened for it. */
  settings?: Record<string, string>;
}

const STORIES: Record<string, Story> = {
  refund: { tell: tellRefund },
  partial: { tell: tellPartial },
  late: { tell: tellLate },
  short: { tell: tellShort, settings: { STOCK_POLICY: 'on_payment' } },
  ship: { tell: tellShip },
};

/** Without a name, one plain purchase. */
export function storyCalled(name: string | undefined): Story {
  if (name === undefined) return { tell: buy };
  if (!Object.hasOwn(STORIES, name))
    throw new StartFault(
      `There is no story "${name}": --story is one of ${Object.keys(STORIES).join(', ')}.`,
    );
  return STORIES[name]!;
}
