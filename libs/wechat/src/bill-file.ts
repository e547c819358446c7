import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ok, unknown, type Outcome } from './outcome';

/** Of a bill, as it is sent and as it is read. */
export const BILL_BYTES = 64 * 1024 * 1024;

const inflate = promisify(gunzip);
const GZIP = Buffer.from([0x1f, 0x8b]);

/** The text of a bill file, be it packed or not: WeChat packs on request, and not everyone who stands in for it. */
export async function unpackedBill(file: Buffer): Promise<Outcome<Buffer>> {
  if (!file.subarray(0, GZIP.length).equals(GZIP)) return ok(file);
  try {
    return ok(await inflate(file, { maxOutputLength: BILL_BYTES }));
  } catch (error) {
    return unknown(`the bill does not unpack: ${(error as NodeJS.ErrnoException).code}`);
  }
}
