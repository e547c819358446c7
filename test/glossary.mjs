// One word, one meaning: a status, ledger kind, disposition, close reason or event that the tables know
// and the READMEs' glossary does not, fails `npm run check`.
import { readdirSync, readFileSync } from 'node:fs';

const MIGRATIONS = 'libs/database/src/migrations';
const EVENTS = 'libs/order/src/order-life.service.ts';
const WORDED_COLUMNS = new Set(['kind', 'disposition', 'close_reason', 'policy']);
const GLOSSARIES = {
  'README.md': ['Glossary', 'Order status'],
  'README.zh-CN.md': ['词汇表', '订单状态'],
};

const used = [...wordsOfTables(), ...statusesOfTables(), ...reasonsOfEvents()];
const missing = Object.entries(GLOSSARIES).flatMap(([readme, headings]) => {
  const known = new Set(headings.flatMap((heading) => wordsUnder(readme, heading)));
  return used
    .filter(({ word }) => !known.has(word))
    .map(({ word, where }) => `${readme}: the glossary does not know \`${word}\` (${where})`);
});

if (missing.length > 0) {
  process.stderr.write(`${missing.join('\n')}\nGive it a row there, or use the word that has one.\n`);
  process.exitCode = 1;
}

function migrations() {
  return readdirSync(MIGRATIONS)
    .filter((file) => /^\d.*\.ts$/.test(file))
    .map((file) => ({ file, sql: readFileSync(`${MIGRATIONS}/${file}`, 'utf8') }));
}

/** The lists of `CHECK (kind IN ('HOLD', …))`. */
function wordsOfTables() {
  return migrations().flatMap(({ file, sql }) =>
    [...sql.matchAll(/(\w+) IN \(\s*('[^)]*)\)/g)]
      .filter(([, column]) => WORDED_COLUMNS.has(column))
      .flatMap(([, column, list]) => quoted(list).map((word) => ({ word, where: `${column}, ${file}` }))),
  );
}

/** The range of an order's `CHECK (status BETWEEN 1 AND 8)`. */
function statusesOfTables() {
  const ranges = migrations().flatMap(({ sql }) => [
    ...sql.matchAll(/CREATE TABLE customer_order\b[^;]*?status BETWEEN (\d+) AND (\d+)/g),
  ]);
  if (ranges.length === 0) throw new Error(`${MIGRATIONS} no longer says which statuses an order may have`);
  return ranges.flatMap(([, first, last]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, step) => ({
      word: String(Number(first) + step),
      where: 'order status',
    })),
  );
}

function reasonsOfEvents() {
  const list = /ORDER_EVENT_REASONS = \[([^\]]*)\]/.exec(readFileSync(EVENTS, 'utf8'));
  if (!list) throw new Error(`${EVENTS} no longer lists ORDER_EVENT_REASONS`);
  return quoted(list[1]).map((word) => ({ word, where: 'order event' }));
}

function quoted(list) {
  return [...list.matchAll(/'([^']+)'/g)].map(([, word]) => word);
}

/** What stands in backticks between this heading and the next. */
function wordsUnder(readme, heading) {
  const [, after = ''] = readFileSync(readme, 'utf8').split(new RegExp(`^### ${heading}$`, 'm'));
  const [section = ''] = after.split(/^##+ /m);
  return [...section.matchAll(/`([^`]+)`/g)].map(([, word]) => word);
}
