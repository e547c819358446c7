import { Transform } from 'class-transformer';
import { IsUrl, Matches } from 'class-validator';

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
export const databaseUrl = () =>
  Matches(/^postgres(ql)?:\/\/\S+$/, { message: '$property must be a postgres:// address' });
