const BEIJING_OFFSET_MS = 8 * 3600 * 1000;

function beijing(at: Date): string {
  return new Date(at.getTime() + BEIJING_OFFSET_MS).toISOString();
}

/** `2026-01-01 08:30:00`, Asia/Shanghai: how times leave on the wire. China has no daylight saving. */
export function beijingTime(at: Date): string {
  return beijing(at).slice(0, 19).replace('T', ' ');
}

/** `20260101083000`, Asia/Shanghai: WeChat Pay v2's `time_start`, `time_expire`, `time_end`. */
export function beijingStamp(at: Date): string {
  return beijing(at).slice(0, 19).replaceAll(/[-T:]/g, '');
}

/** `2026-01-01T08:30:00+08:00`: WeChat Pay v3's times. */
export function beijingRfc3339(at: Date): string {
  return `${beijing(at).slice(0, 19)}+08:00`;
}

/** `2026-01-01T08:30:00.120+08:00`: the mini-program API's `upload_time`. */
export function beijingRfc3339Millis(at: Date): string {
  return beijing(at).replace('Z', '+08:00');
}

/** Reads RFC 3339 of any zone, but not without one; a malformed text is a RangeError. */
export function fromRfc3339(text: string): Date {
  const at = new Date(RFC_3339.test(text) ? text : Number.NaN);
  if (Number.isNaN(at.getTime())) throw new RangeError(`not an RFC 3339 time: ${text}`);
  return at;
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** The reverse of `beijingTime`, which WeChat Pay v2's refunds and its bills use; a malformed text is a RangeError. */
export function fromBeijingTime(text: string): Date {
  return fromRfc3339(`${text.replace(' ', 'T')}+08:00`);
}

/** The reverse of `beijingStamp`; a malformed text is a RangeError. */
export function fromBeijingStamp(stamp: string): Date {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp);
  const [, year, month, day, hour, minute, second] = parts ?? [];
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
  if (Number.isNaN(at.getTime())) throw new RangeError(`not a time stamp: ${stamp}`);
  return at;
}
