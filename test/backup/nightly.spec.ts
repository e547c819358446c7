import { NestLog, openLog } from '@app/common';
import { readBackupHead } from '@app/database';
import { Logger } from '@nestjs/common';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMall } from '../../apps/mall/src/create-mall';
import { freePort } from '../given/free-port';
import { eventually, Shop } from '../given/shop';
import { backupFolder, removeBackups } from './copies';

const DAY = 24 * 3600;

const above = backupFolder();
const folder = path.join(above, 'nights');
let shop: Shop;
const lines: string[] = [];

beforeAll(async () => {
  // Where the folder should be lies a file.
  writeFileSync(folder, '');
  shop = await Shop.open({ BACKUP_DIR: folder });
  Logger.overrideLogger(new NestLog(openLog('error', { write: (line) => void lines.push(line) })));
  // On a slow machine the first night is over before anybody listens to its log.
  await shop.db.query(`DELETE FROM timetable WHERE name = 'backup'`);
  await shop.db.query(`INSERT INTO world (name) VALUES ('sandbox')`);
});
afterAll(async () => {
  await shop.stop();
  removeBackups(above);
});

const nights = () =>
  existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).toSorted() : [];
const nightsAre = (count: number) =>
  eventually(
    async () => nights(),
    (seen) => seen.length === count && seen.every((name) => name.endsWith('.backup')),
  );

const failures = async () => lines.filter((line) => line.includes('nightly backup failed'));

it('tells loudly when a night’s backup fails, and tries again in an hour', async () => {
  await eventually(failures, ({ length }) => length > 0);
  await shop.later(1800);
  const meanwhile = await failures();
  rmSync(folder);
  await shop.later(1860);

  const [name] = await nightsAre(1);

  expect(meanwhile).toHaveLength(1);
  expect(name).toMatch(/^minimall-\d{8}-\d{6}\.backup$/);
  expect(await readBackupHead(path.join(folder, name!), 'sandbox')).toMatchObject({ world: 'sandbox' });
});

it('is taken once a night, by one of many processes', async () => {
  const PORT = await freePort();
  const second = await createMall(Object.assign(Object.create(shop.config) as typeof shop.config, { PORT }));
  await second.init();
  await shop.later(DAY);

  await nightsAre(2);
  // The round ends after its file is there.
  const nextAt = await eventually(
    async () => {
      const { rows } = await shop.db.query<{ nextAt: string }>(
        `SELECT to_char(next_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI:SS') AS "nextAt"
           FROM timetable WHERE name = 'backup'`,
      );
      return rows[0]!.nextAt;
    },
    (at) => at === '03:00:00',
  );
  await second.close();

  expect(nights()).toHaveLength(2);
  expect(nextAt).toBe('03:00:00');
});

it('lets the oldest go for the newest', async () => {
  const old = Array.from({ length: 13 }, (_, i) => `minimall-202001${String(i + 10)}-030000.backup`);
  for (const name of [...old, 'minimall-20200101-030000.backup.7.part', 'notes.txt'])
    writeFileSync(path.join(folder, name), '');
  const before = nights();
  await shop.later(DAY);

  const after = await eventually(
    async () => nights(),
    (seen) => seen.length === 15 && !seen.includes(old[1]!),
  );

  expect(before).toHaveLength(17);
  expect(after).toContain('notes.txt');
  expect(after.filter((name) => name.endsWith('.backup')).slice(0, 11)).toEqual(old.slice(2));
});
