/** The process is there. */
export class Health {
  /** @example ok */
  readonly status: string = 'ok';
}
