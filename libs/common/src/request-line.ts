import type { ErrorName } from './errors';

/** A request that was answered. */
export interface RequestLine {
  method: string;
  /** The pattern, without anybody's ids. */
  route: string;
  status: number;
  /** From its headers to the answer's last byte. */
  ms: number;
  /** Why it was refused. */
  error?: ErrorName;
  /** `shopper:7`, `admin:1`. */
  actor?: string;
  /** The answer's header `x-request-id`. */
  id: string;
}

const refusals = new WeakMap<object, ErrorName>();

/** What the error filter tells the log of a request. */
export function noteRefusal(request: object, error: ErrorName): void {
  refusals.set(request, error);
}

export function refusalOfRequest(request: object): ErrorName | undefined {
  return refusals.get(request);
}
