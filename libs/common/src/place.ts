/** Where a row stands in a list that goes by time. */
export interface Place {
  /** Microseconds since 1970: as exactly as PostgreSQL knows it. */
  micros: number;
  id: number;
}

/** Opaque to clients: they hand it back. */
export function cursorOf({ micros, id }: Place): string {
  return Buffer.from(`${micros}.${id}`).toString('base64url');
}

/** Nothing where it is none of ours. */
export function placeOf(cursor: string): Place | undefined {
  const [, micros, id] =
    /^(\d{1,15}|[1-8]\d{15})\.(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return micros && id ? { micros: Number(micros), id: Number(id) } : undefined;
}
