import { expect, it } from 'vitest';
import { backupName, outdated } from './backup-folder';

it('names a backup after its moment in Beijing', () => {
  expect(backupName(new Date('2026-01-01T19:00:05Z'))).toBe('minimall-20260102-030005.backup');
});

const night = (day: number) => `minimall-202601${String(day).padStart(2, '0')}-030000.backup`;

it.each<[string, string[], string[]]>([
  ['nothing of a folder without backups', ['notes.txt'], []],
  ['nothing of fewer than are kept', [night(1)], []],
  ['the oldest, in whatever order they are listed', [night(3), night(1), night(2)], [night(1)]],
  [
    'drafts that are older than what is kept',
    [night(2), `${night(1)}.77.part`, night(3)],
    [`${night(1)}.77.part`],
  ],
  ['no draft that is being written', [night(2), night(3), `${night(4)}.77.part`], []],
  [
    'nothing that somebody named himself',
    [night(2), night(3), 'minimall-2020.backup', 'before-sale.backup'],
    [],
  ],
])('drops %s', (_what, names, dropped) => {
  expect(outdated(names, 2)).toEqual(dropped);
});
