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

/** The reverse of `beijingStamp`; a malformed text is a RangeError. */
export function fromBeijingStamp(stamp: string): Date {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp);
  const [, year, month, day, hour, minute, second] = parts ?? [];
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`);
  if (Number.isNaN(at.getTime())) throw new RangeError(`not a time stamp: ${stamp}`);
  return at;
}
