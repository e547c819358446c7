import { statSync } from 'node:fs';

/** Changes whenever the file does; whoever keeps what he read from it reads it again then. */
export function versionOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : 'absent';
}
