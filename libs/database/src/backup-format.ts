import type { World } from './world';

/** The file is no backup, or was changed or cut short since it was written. */
export class DamagedBackup extends Error {}

/** Why a backup is not restored here; nothing was touched. */
export class RestoreRefused extends Error {}

export interface BackupTable {
  name: string;
  columns: string[];
}

/** The first lines of a backup: all that must be known before a row is loaded. */
export interface BackupHeader {
  format: number;
  /** Whose books they are. */
  world: World;
  /** By the database's clock, ISO 8601. */
  takenAt: string;
  /** What its schema had seen. */
  migrations: string[];
  /** In an order that satisfies foreign keys. */
  tables: BackupTable[];
  /** The last value that each sequence gave, as text: it may be an int8. */
  sequences: Record<string, string>;
}

/** The last line: how many rows each table has. */
export interface BackupEnd {
  rows: Record<string, number>;
}

/**
 * A backup is gzip around: this line, the header as a line of JSON; for each of its tables PostgreSQL's COPY text in
 * frames (their length as uint32, big-endian, then so many bytes) and a frame of length 0; the end as a line of
 * JSON; SHA-256 of all that, 32 bytes.
 */
export const MAGIC = 'minimall backup';
export const FORMAT = 1;
export const DIGEST = 'sha256';
export const DIGEST_BYTES = 32;
export const LENGTH_BYTES = 4;

const NEWLINE = '\n';

export function lineOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) + NEWLINE);
}

export function headOf(header: BackupHeader): Buffer {
  return Buffer.concat([Buffer.from(MAGIC + NEWLINE), lineOf(header)]);
}

export function frameLength(bytes: number): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes);
  return length;
}

/** Of a newer format no more than its number is understood. */
export function readHeader(magic: string, json: string): BackupHeader {
  if (magic !== MAGIC) throw new DamagedBackup('it does not begin as a backup of minimall does');
  const header = parsed(json) as BackupHeader;
  if (header.format > FORMAT)
    throw new RestoreRefused(
      `The backup has format ${header.format}, this minimall reads up to ${FORMAT}: run "git pull && npm ci" first.`,
    );
  if (!isHeader(header)) throw new DamagedBackup('its header is not complete');
  return header;
}

export function readEnd(json: string): BackupEnd {
  const end = parsed(json) as BackupEnd;
  if (typeof end.rows !== 'object') throw new DamagedBackup('it does not count its rows');
  return end;
}

function parsed(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw new DamagedBackup('a line of it cannot be read', { cause });
  }
  throw new DamagedBackup('a line of it cannot be read');
}

function isHeader({ format, world, takenAt, migrations, tables, sequences }: BackupHeader): boolean {
  return (
    Number.isInteger(format) &&
    ['sandbox', 'live'].includes(world) &&
    typeof takenAt === 'string' &&
    Array.isArray(migrations) &&
    Array.isArray(tables) &&
    tables.every(({ name, columns }) => typeof name === 'string' && Array.isArray(columns)) &&
    typeof sequences === 'object'
  );
}
