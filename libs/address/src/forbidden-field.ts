import { applyDecorators } from '@nestjs/common';
import { ValidateBy, ValidateIf } from 'class-validator';

/** A field that a body must not have at all. */
export function IsForbidden(message: string) {
  return applyDecorators(
    ValidateIf((_, value) => value !== undefined),
    ValidateBy({ name: 'isForbidden', validator: { validate: () => false, defaultMessage: () => message } }),
  );
}
