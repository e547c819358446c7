import { DomainError } from '@app/common';

/** In pixels, as the picture is shown. */
export interface Sides {
  width: number;
  height: number;
}

/** A picture without what a camera or an editor wrote beside it. */
export interface CleanPicture extends Sides {
  bytes: Buffer;
}

/** Bytes that end where their picture says that more follows are no picture. */
export class PictureBytes {
  constructor(readonly bytes: Buffer) {}

  /** Unsigned, of 1 to 4 bytes. */
  big(at: number, size: number): number {
    return this.within(at, size).readUIntBE(at, size);
  }

  little(at: number, size: number): number {
    return this.within(at, size).readUIntLE(at, size);
  }

  text(at: number, size: number): string {
    return this.within(at, size).toString('latin1', at, at + size);
  }

  slice(from: number, to: number): Buffer {
    return this.within(from, to - from).subarray(from, to);
  }

  private within(at: number, size: number): Buffer {
    if (at < 0 || at + size > this.bytes.length) throw new DomainError('pictureDamaged');
    return this.bytes;
  }
}
