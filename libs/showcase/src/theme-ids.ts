import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, Max, Min } from 'class-validator';

/** More than any page shows; it bounds what one request can ask. */
const MOST_IDS = 50;
const MAX_ID = 2 ** 31 - 1;

/** `1,2,3`: a comma list of ids. */
export function IsIdList(message: string) {
  const each = { message, each: true };
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => idsOf(value)),
    IsArray({ message }),
    ArrayMaxSize(MOST_IDS, { message }),
    IsInt(each),
    Min(1, each),
    Max(MAX_ID, each),
  );
}

/** What is no list stays what it is, and the checks refuse it. */
export function idsOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d+(,\d+)*$/.test(value) ? value.split(',').map(Number) : value;
}
