/** What a field may be: a kind, the fields of an object (all of them, and no other), or a list of one shape. */
export type Shape = Kind | { [field: string]: Shape } | [Shape];
type Kind = RegExp | 'whole' | 'flag' | 'null';

export const id: Kind = 'whole';
export const whole: Kind = 'whole';
export const flag: Kind = 'flag';
/** Text that a page shows, so never empty. */
export const text = /\S/;
/** Decimal, as MySQL's decimals leave PHP. */
export const yuan = /^\d{1,8}\.\d\d$/;
/** Asia/Shanghai. */
export const time = /^20\d\d-[01]\d-[0-3]\d [0-2]\d:[0-5]\d:[0-5]\d$/;
/** Absolute, for it goes into an image's src as it is. */
export const picture = /^http:\/\/127\.0\.0\.1:\d+\/images\/[0-9a-f]{64}\.png$/;

/** Where a body is not of its shape; an empty list shows nothing and is a difference too. */
export function differences(value: unknown, shape: Shape, at = 'body'): string[] {
  if (shape instanceof RegExp)
    return typeof value === 'string' && shape.test(value) ? [] : [`${at}: ${String(value)} is not ${shape}`];
  if (typeof shape === 'string')
    return isKind(value, shape) ? [] : [`${at}: ${String(value)} is no ${shape}`];
  if (Array.isArray(shape)) return differencesOfList(value, shape[0], at);
  return differencesOfFields(value, shape, at);
}

function isKind(value: unknown, kind: string): boolean {
  if (kind === 'whole') return Number.isSafeInteger(value);
  return kind === 'flag' ? typeof value === 'boolean' : value === null;
}

function differencesOfList(value: unknown, shape: Shape, at: string): string[] {
  if (!Array.isArray(value) || value.length === 0) return [`${at}: no list, or an empty one`];
  return value.flatMap((item, i) => differences(item, shape, `${at}[${i}]`));
}

function differencesOfFields(value: unknown, shape: Record<string, Shape>, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at}: no object`];
  const fields = new Set([...Object.keys(value), ...Object.keys(shape)]);
  return [...fields].flatMap((field) => {
    if (!(field in shape)) return [`${at}.${field}: an extra`];
    if (!(field in value)) return [`${at}.${field}: missing`];
    return differences((value as Record<string, unknown>)[field], shape[field]!, `${at}.${field}`);
  });
}
