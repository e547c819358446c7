import { ok, unknown, type Outcome } from './outcome';
import type { AuthenticFields } from './v2-sign';

/** A message that cannot be used, authentic as it may be; its words name the field and repeat no value. */
export class UnusableMessage extends Error {}

export const TRANSACTION_ID = /^[\w-]{1,64}$/;
export const ORDER_NO = /^[\w|*@-]{1,32}$/;
export const REFUND_NO = /^[\w|*@-]{1,64}$/;
export const FEN = /^(0|[1-9]\d{0,11})$/;
export const CURRENCY = /^[A-Z]{3,16}$/;

export function neededField(fields: AuthenticFields, name: string, form = /./): string {
  return neededText(fields[name], name, form);
}

export function neededText(value: unknown, name: string, form = /./): string {
  if (typeof value !== 'string' || !form.test(value))
    throw new UnusableMessage(`${name} is missing or malformed`);
  return value;
}

/** v2's amounts are text; one of zero is none. */
export function neededFen(fields: AuthenticFields, name: string): number {
  const fen = Number(neededField(fields, name, FEN));
  if (fen === 0) throw new UnusableMessage(`${name} is zero`);
  return fen;
}

export function isFen(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function timeOf(name: string, read: () => Date): Date {
  try {
    return read();
  } catch {
    throw new UnusableMessage(`${name} is missing or malformed`);
  }
}

/** What was read of an answer; an answer that cannot be used says nothing. */
export function readOf<T>(read: () => T): Outcome<T> {
  try {
    return ok(read());
  } catch (error) {
    if (error instanceof UnusableMessage) return unknown(error.message);
    throw error;
  }
}
