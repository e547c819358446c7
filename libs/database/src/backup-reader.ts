import { createHash } from 'node:crypto';
import {
  DamagedBackup,
  DIGEST,
  DIGEST_BYTES,
  LENGTH_BYTES,
  readEnd,
  readHeader,
  type BackupEnd,
  type BackupHeader,
} from './backup-format';

const NEWLINE = 0x0a;
/** A header of a thousand tables is a tenth of this. */
const LONGEST_LINE = 1024 * 1024;
/** PostgreSQL's own limit for a row. */
const LONGEST_FRAME = 1024 * 1024 * 1024;

/** Reads an unpacked backup piece by piece, in its order: head, tables, end. */
export class BackupReader {
  private readonly source: AsyncIterator<Buffer>;
  private readonly hash = createHash(DIGEST);
  private rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  async head(): Promise<BackupHeader> {
    return readHeader(await this.line(), await this.line());
  }

  /** The COPY text of the next table. */
  async *table(): AsyncGenerator<Buffer> {
    for (;;) {
      const length = (await this.hashed(LENGTH_BYTES)).readUInt32BE();
      if (length === 0) return;
      if (length > LONGEST_FRAME) throw new DamagedBackup('a part of it has an impossible length');
      yield await this.hashed(length);
    }
  }

  /** What must be true of everything read so far; nothing may follow. */
  async end(): Promise<BackupEnd> {
    const end = readEnd(await this.line());
    const expected = this.hash.digest();
    if (!expected.equals(await this.take(DIGEST_BYTES))) throw new DamagedBackup('its checksum does not fit');
    if (this.rest.length > 0 || (await this.pull())) throw new DamagedBackup('something follows its end');
    return end;
  }

  private async line(): Promise<string> {
    let at = this.rest.indexOf(NEWLINE);
    for (; at < 0; at = this.rest.indexOf(NEWLINE))
      if (this.rest.length > LONGEST_LINE || !(await this.pull()))
        throw new DamagedBackup('it has no line where one should be');
    const line = await this.hashed(at + 1);
    return line.subarray(0, at).toString('utf8');
  }

  private async hashed(count: number): Promise<Buffer> {
    const bytes = await this.take(count);
    this.hash.update(bytes);
    return bytes;
  }

  private async take(count: number): Promise<Buffer> {
    const parts = [this.rest];
    for (let got = this.rest.length; got < count;) {
      const more = await this.next();
      if (!more) throw new DamagedBackup('it is cut short');
      parts.push(more);
      got += more.length;
    }
    const all = parts.length === 1 ? this.rest : Buffer.concat(parts);
    this.rest = all.subarray(count);
    return all.subarray(0, count);
  }

  private async pull(): Promise<boolean> {
    const more = await this.next();
    if (!more) return false;
    this.rest = Buffer.concat([this.rest, more]);
    return true;
  }

  private async next(): Promise<Buffer | undefined> {
    try {
      const { done, value } = await this.source.next();
      return done ? undefined : value;
    } catch (cause) {
      throw unpackable(cause);
    }
  }
}

/** What zlib complains of is the file's fault; a disk that cannot be read is not. */
function unpackable(cause: unknown): unknown {
  const { code = '' } = cause as { code?: string };
  return code.startsWith('Z_') ? new DamagedBackup('it cannot be unpacked', { cause }) : cause;
}
