import { types, type CustomTypesConfig } from 'pg';

const INT8 = 20;

/** Fen and ids are far below 2^53; a number beyond stays exact text rather than being rounded in silence. */
export function readInt8(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

/** pg's type parsers for our pools alone: its global table belongs to everybody in the process. */
export const shopTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? readInt8
      : types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
};
