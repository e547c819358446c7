import { beijingTime } from '@app/common';
import type { Desk } from './bookkeeper';
import { later } from './retry-ladder';

const DAY_SECONDS = 24 * 3600;
const READY_AT = '10:00:00';
const MONTHS_BACK = 3;

/** Why there is no bill of a day yet, or no longer, or never. */
export type BillDayFault = 'noDay' | 'notOver' | 'tooOld' | 'creating';

/** A day is `yyyy-MM-dd` in Beijing; its bill is ready at ten on the next one, by the common clock. */
export function billDayFault({ now }: Desk, day: string): BillDayFault | undefined {
  if (!isDay(day)) return 'noDay';
  const nextDay = beijingTime(new Date(later(midnightOf(day), DAY_SECONDS))).slice(0, 10);
  const today = beijingTime(now).slice(0, 10);
  if (day >= today) return 'notOver';
  if (day < monthsBefore(today)) return 'tooOld';
  return beijingTime(now) < `${nextDay} ${READY_AT}` ? 'creating' : undefined;
}

/** The 30th of February is read as a day in March. */
function isDay(day: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return false;
  const at = new Date(midnightOf(day));
  return !Number.isNaN(at.getTime()) && beijingTime(at).startsWith(day);
}

function midnightOf(day: string): string {
  return `${day}T00:00:00.000+08:00`;
}

/** The 31st may become a day that no calendar has: as a bound it is as good as any. */
function monthsBefore(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const months = year * 12 + (month - 1) - MONTHS_BACK;
  const parts = [Math.floor(months / 12), (months % 12) + 1, date];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
