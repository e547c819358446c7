import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import defects from './planted-defects.json';

it.each(defects)('can still be planted: $name', ({ file, from }) => {
  expect(readFileSync(file, 'utf8').split(from)).toHaveLength(2);
});
