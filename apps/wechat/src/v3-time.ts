import { beijingTime } from '@app/common';

const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

/** `2026-01-01T08:30:00+08:00`: how v3 tells a time. */
export function v3Time(at: Date): string {
  return `${beijingTime(at).replace(' ', 'T')}+08:00`;
}

/** RFC 3339 and a day that the calendar has. */
export function isV3Time(text: string): boolean {
  const [, wall, , zone] = RFC_3339.exec(text) ?? [];
  if (!wall || !zone || Number.isNaN(Date.parse(text))) return false;
  // The 30th of February is read as a day in March.
  return new Date(`${wall}Z`).toISOString().slice(0, wall.length) === wall;
}
