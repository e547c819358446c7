import { Transform } from 'class-transformer';
import { compactText } from './compact-text';

/** Codes and numbers as they are meant, however they were copied: without blanks and invisible characters. */
export function Compacted() {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? compactText(value) : value,
  );
}
