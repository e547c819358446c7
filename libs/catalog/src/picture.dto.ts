/** A picture as it was stored; wherever one is shown, its `id` names it. */
export class UploadedPictureDto {
  id: number;
  /**
   * Absolute address.
   * @example http://127.0.0.1:3000/images/0c1f….jpg
   */
  url: string;
  /** Pixels. */
  width: number;
  height: number;
  /** Bytes. */
  size: number;
}

/** A picture as clients read it. */
export class PictureDto {
  /**
   * Absolute address.
   * @example http://127.0.0.1:3000/images/0c1f….png
   */
  url: string;
}
