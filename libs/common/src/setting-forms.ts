import { Transform } from 'class-transformer';
import { IsUrl } from 'class-validator';

/** Comma separated. */
export const list = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean)
    : value,
);
export const wholeNumber = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
);
export const httpUrl = () =>
  IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false });
