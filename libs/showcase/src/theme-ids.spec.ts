import { GoCheckPipe } from '@app/common';
import { describe, expect, it } from 'vitest';
import { ThemesQuery } from './theme.dto';

const read = (query: object): Promise<ThemesQuery> =>
  new GoCheckPipe().transform(query, { type: 'query', metatype: ThemesQuery }) as Promise<ThemesQuery>;

describe('a list of ids', () => {
  it.each([
    ['1', [1]],
    ['3,1,2', [3, 1, 2]],
    ['2147483647', [2147483647]],
    [Array(50).fill('7').join(','), Array(50).fill(7)],
  ])('reads %j', async (ids, numbers) => {
    const query = await read({ ids });

    expect(query.ids).toEqual(numbers);
  });

  it.each([
    undefined,
    '',
    ',',
    '1,',
    '1,,2',
    '0',
    '-1',
    '1.5',
    'abc',
    '1, 2',
    '0x1',
    '2147483648',
    '9'.repeat(400),
    ['1', '2'],
    ['1,2', '3'],
    { a: '1' },
    Array(51).fill('7').join(','),
  ])('refuses %j', async (ids) => {
    await expect(read({ ids })).rejects.toMatchObject({
      msg: { ids: 'ids参数必须是以逗号分隔的多个正整数' },
    });
  });
});
