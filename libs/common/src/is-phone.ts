import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { phoneOf } from './phone';

interface Said {
  value: unknown;
  obj: { province?: unknown };
}

/**
 * A telephone number, in its normal form from here on; a `province` beside it tells of eight digits whose they are. A
 * JSON number is taken for its digits.
 */
export function IsPhone() {
  return applyDecorators(
    ApiProperty({ minLength: 1, maxLength: 40 }),
    Transform(({ value, obj: { province } }: Said) => {
      const isText = typeof value === 'string';
      if (!isText && !(Number.isSafeInteger(value) && Number(value) > 0)) return value;
      const phone = phoneOf(String(value), typeof province === 'string' ? province : undefined);
      return phone ?? (isText ? value.trim() : value);
    }),
    ValidateBy({
      name: 'isPhone',
      validator: {
        validate: (value) => typeof value === 'string' && phoneOf(value) === value,
        defaultMessage: (args) =>
          typeof args?.value === 'string' && args.value !== ''
            ? `${args.property}不是有效的手机号`
            : `${args?.property}不能为空`,
      },
    }),
  );
}
