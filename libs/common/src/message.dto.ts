/** What a write without a result of its own answers; the CMS looks whether `code` begins with a 2. */
export class SuccessMessage {
  /** @example 201 */
  code: number = 201;
  /** @example ok */
  msg: string = 'ok';
  /** @example 0 */
  errorCode: number = 0;
}

/** The same, and the id of what was made. */
export class CreatedMessage extends SuccessMessage {
  id: number;

  static of(id: number): CreatedMessage {
    return Object.assign(new CreatedMessage(), { id });
  }
}
