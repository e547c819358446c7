import { describe, expect, it } from 'vitest';
import { invariants } from './invariants';

describe('the invariants', () => {
  it('have an id each, which is the subject of the case', () => {
    const ids = invariants.map(({ id }) => id);

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});
