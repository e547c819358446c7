/**
 * For a page of a list: the newest rows of each sort in `asked`, below an id where one is given. An index on the keys
 * and the id has them in one place, however many there are. They are asked for by range and order, which no other
 * index has: where they were asked for by equality, PostgreSQL would read a table from its newest row back whenever it
 * believes a sort to be common, and it may be common among the old ones alone.
 */
export function newestOfEach(
  table: string,
  keys: readonly string[],
  { before, limit }: { before: string; limit: string },
): string {
  const of = (row: string) => keys.map((key) => `${row}.${key}`).join(', ');
  return `LATERAL (
      SELECT t.* FROM ${table} t
       WHERE (${of('t')}) >= (${of('asked')})
         AND (${of('t')}, t.id) < (${of('asked')}, COALESCE(${before}::int8, 9223372036854775807))
       ORDER BY ${keys.map((key) => `t.${key} DESC`).join(', ')}, t.id DESC LIMIT ${limit})`;
}
