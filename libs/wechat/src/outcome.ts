/**
 * What a call to WeChat came to. `unknown` is neither success nor failure: no answer, an answer that
 * cannot be trusted, or WeChat's own "try again". Repeat with the same keys or query; never give up on it.
 */
export type Outcome<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'rejected'; code: string; message: string }
  | { kind: 'unknown'; cause: string };

export function ok<T>(value: T): Outcome<T> {
  return { kind: 'ok', value };
}

export function rejected(code: string, message: string): Outcome<never> {
  return { kind: 'rejected', code, message };
}

export function unknown(cause: string): Outcome<never> {
  return { kind: 'unknown', cause };
}
