/** A picture as clients read it. */
export class PictureDto {
  /**
   * Absolute address.
   * @example http://127.0.0.1:3000/images/0c1f….png
   */
  url: string;
}
