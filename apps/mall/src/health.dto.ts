/** The process is there. */
export class Health {
  /** @example ok */
  status: 'ok' = 'ok';
}
