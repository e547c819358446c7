import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ValidateBy, ValidateIf } from 'class-validator';

interface TextRule {
  /** May be left out; then a blank text and null are none. */
  optional?: boolean;
  /** What a change hands on as null, so that it clears the field; what else is blank counts as left out. */
  clearedBy?: 'null' | 'blank';
}

/**
 * Text of at most `max` characters, trimmed; a blank one is refused, or, where it is optional, is none. They
 * are counted as PostgreSQL counts them: class-validator's MaxLength leaves variation selectors out, and the
 * column's CHECK would then refuse.
 */
export function IsShortText(max: number, { optional = false, clearedBy }: TextRule = {}) {
  return applyDecorators(
    ApiProperty({
      minLength: optional ? 0 : 1,
      maxLength: max,
      required: !optional,
      ...(clearedBy && { nullable: true }),
    }),
    Transform(({ value }: { value: unknown }) => {
      if (!optional || !isBlank(value)) return trimmed(value);
      return clearedBy === 'blank' || (clearedBy && value === null) ? null : undefined;
    }),
    ValidateIf((_, value) => !optional || (value !== undefined && value !== null)),
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
