import { beijingStamp } from '@app/common';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** A fortnight of nights. */
export const BACKUPS_KEPT = 14;

/** Backups that this shop named, their unfinished drafts too: `minimall-20260101-030000.backup`. */
const OURS = /^minimall-(\d{8}-\d{6})\.backup(\.\d+\.part)?$/;

/** By Beijing time. */
export function backupName(at: Date): string {
  const stamp = beijingStamp(at);
  return `minimall-${stamp.slice(0, 8)}-${stamp.slice(8)}.backup`;
}

/** What a folder holds beyond the newest; a draft counts for nothing and goes with its time. */
export function outdated(names: readonly string[], kept = BACKUPS_KEPT): string[] {
  const whole = names.filter((name) => OURS.exec(name)?.[2] === undefined && OURS.test(name)).toSorted();
  const oldest = whole.at(-kept);
  if (oldest === undefined || whole.length < kept) return [];
  return names.filter((name) => OURS.test(name) && stampOf(name) < stampOf(oldest));
}

export async function dropOutdated(folder: string): Promise<void> {
  for (const name of outdated(await readdir(folder))) await rm(path.join(folder, name), { force: true });
}

function stampOf(name: string): string {
  return OURS.exec(name)?.[1] ?? '';
}
