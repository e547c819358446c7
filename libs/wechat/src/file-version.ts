import { statSync } from 'node:fs';

/**
 * Changes whenever the file does; whoever keeps what he read from it reads it again then. A file that was renamed
 * here may be as old and as long as the one before it, but it is another one on the disk.
 */
export function versionOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : 'absent';
}
