import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';

/**
 * Text of at most `max` characters, trimmed; a blank one is refused, or, where it is optional, is none. They
 * are counted as PostgreSQL counts them: class-validator's MaxLength leaves variation selectors out, and the
 * column's CHECK would then refuse.
 */
export function IsShortText(max: number, { optional = false } = {}) {
  return applyDecorators(
    ApiProperty({ minLength: optional ? 0 : 1, maxLength: max, required: !optional }),
    Transform(({ value }: { value: unknown }) => (optional && isBlank(value) ? undefined : trimmed(value))),
    ValidateIf((_, value) => !optional || value !== undefined),
    ValidateBy({
      name: 'isShortText',
      validator: {
        validate: (value) => typeof value === 'string' && value !== '' && [...value].length <= max,
        defaultMessage: (args) =>
          typeof args?.value === 'string' && args.value !== ''
            ? `${args.property}不能超过${max}个字`
            : `${args?.property}不能为空`,
      },
    }),
  );
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

function isBlank(value: unknown): boolean {
  return value === null || trimmed(value) === '';
}
