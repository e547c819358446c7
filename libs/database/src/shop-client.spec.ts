import { expect, it } from 'vitest';
import { ShopClient } from './shop-client';

it('lets an error event pass that nobody waits for', () => {
  const client = new ShopClient();

  expect(() => client.emit('error', new Error('terminating connection'))).not.toThrow();
});
