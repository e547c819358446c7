import { fromBeijingTime } from './beijing-time';

const DAY_MS = 24 * 3600 * 1000;

/** `2026-01-01`, and a day that the calendar has. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && value > '0000-12-31' && at.toISOString().startsWith(value);
}

/** Midnight in Shanghai, with which it begins. */
export function dayStart(day: string): Date {
  return fromBeijingTime(`${day} 00:00:00`);
}

/** The next midnight, which is no longer of it. */
export function dayEnd(day: string): Date {
  return new Date(dayStart(day).getTime() + DAY_MS);
}
