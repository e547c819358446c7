import type { MiniProgramAnswer } from './mini-program-answer';

/** Fields of an answer, or undefined where they are missing or of another kind. */

export function objectIn(answer: MiniProgramAnswer, name: string): MiniProgramAnswer | undefined {
  const value = answer[name];
  return isObject(value) ? value : undefined;
}

/** Entries that are no objects are left out. */
export function objectsIn(answer: MiniProgramAnswer, name: string): MiniProgramAnswer[] | undefined {
  const value = answer[name];
  return Array.isArray(value) ? value.filter(isObject) : undefined;
}

/** An empty text is none. */
export function textIn(answer: MiniProgramAnswer, name: string): string | undefined {
  const value = answer[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function wholeIn(answer: MiniProgramAnswer, name: string): number | undefined {
  const value = answer[name];
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

export function flagIn(answer: MiniProgramAnswer, name: string): boolean | undefined {
  const value = answer[name];
  return typeof value === 'boolean' ? value : undefined;
}

function isObject(value: unknown): value is MiniProgramAnswer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
