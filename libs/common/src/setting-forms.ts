import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsUrl, ValidateBy } from 'class-validator';

/** Comma separated. */
export const list = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string'
    ? value
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean)
    : value,
);

/** Digits alone, within these bounds. */
export function wholeNumber(min: number, max = 999_999_999) {
  const range = max === 999_999_999 ? `of at least ${min}` : `from ${min} to ${max}`;
  return applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value,
    ),
    ValidateBy({
      name: 'wholeNumber',
      validator: {
        validate: (value) => Number.isInteger(value) && value >= min && value <= max,
        defaultMessage: (args) =>
          `${args?.property} must be a whole number ${range}, not ${String(args?.value)}`,
      },
    }),
  );
}

export const httpUrl = () =>
  IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false });
