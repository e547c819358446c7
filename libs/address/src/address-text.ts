import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';

/**
 * Text that is not blank, trimmed, of at most `max` characters. They are counted as PostgreSQL counts them:
 * class-validator's MaxLength leaves variation selectors out, and the column's CHECK would then refuse.
 */
export function IsShortText(max: number) {
  return applyDecorators(
    ApiProperty({ minLength: 1, maxLength: max }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
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

/** A field that a body must not have at all. */
export function IsForbidden(message: string) {
  return applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    ValidateBy({ name: 'isForbidden', validator: { validate: () => false, defaultMessage: () => message } }),
  );
}
