import { describe, expect, it } from 'vitest';
import { cutText } from './cut-text';

describe('a cut text', () => {
  it.each([
    ['普洱茶', 3, '普洱茶'],
    ['普洱茶饼', 3, '普洱茶'],
    ['茶🍵', 2, '茶'],
    ['茶🍵', 3, '茶🍵'],
    ['', 3, ''],
  ])('of %j at %i is %j', (text, max, cut) => {
    expect(cutText(text, max)).toBe(cut);
  });
});
