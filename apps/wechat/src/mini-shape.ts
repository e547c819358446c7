import { isObject, malformed } from './mini-message';

/** What a field may hold; `[of]` is a list. Whether it must be there is somebody else's question. */
export type Shape = 'text' | 'whole' | 'flag' | readonly [of: Shape] | { readonly [name: string]: Shape };

/**
 * The shipping calls read their body into a fixed message: a field that it does not have, a value of another type and
 * `null` are all 47001. That is why `mchid` instead of `merchant_id` is no "missing parameter" there.
 */
export function checkShape(value: unknown, shape: Shape, field = 'body'): void {
  if (Array.isArray(shape)) return checkList(value, shape[0] as Shape, field);
  if (typeof shape === 'object') return checkObject(value, shape as Record<string, Shape>, field);
  const fits = {
    text: typeof value === 'string',
    whole: Number.isSafeInteger(value),
    flag: typeof value === 'boolean',
  };
  if (!fits[shape]) throw malformed(field);
}

function checkList(value: unknown, of: Shape, field: string): void {
  if (!Array.isArray(value)) throw malformed(field);
  value.forEach((item, index) => checkShape(item, of, `${field}[${index}]`));
}

function checkObject(value: unknown, shape: Record<string, Shape>, field: string): void {
  if (!isObject(value)) throw malformed(field);
  for (const [name, inner] of Object.entries(value)) {
    if (!Object.hasOwn(shape, name)) throw malformed(`${field}.${name}`);
    checkShape(inner, shape[name]!, `${field}.${name}`);
  }
}
