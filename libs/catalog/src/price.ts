import { fenOf, FromDigits, MAX_ORDER_FEN } from '@app/common';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min, ValidateBy, ValidateIf } from 'class-validator';

const WORDS = '价格必须是0.01至10000000.00元，最多两位小数';

/** Of a piece, in fen; undefined for what is no price. */
export function priceFenOf(yuan: string): number | undefined {
  if (!/^\d{1,8}(\.\d{1,2})?$/.test(yuan)) return undefined;
  const fen = fenOf(yuan);
  return fen >= 1 && fen <= MAX_ORDER_FEN ? fen : undefined;
}

export const PRICE_WORDS = WORDS;

/** Yuan as text. */
export function IsPrice({ optional = false } = {}) {
  return applyDecorators(
    ApiProperty({ example: '19.90', required: !optional }),
    ValidateIf((_, value) => !optional || value !== undefined),
    ValidateBy({
      name: 'isPrice',
      validator: {
        validate: (value) => typeof value === 'string' && priceFenOf(value) !== undefined,
        defaultMessage: () => WORDS,
      },
    }),
  );
}

/** A whole number of pieces between these bounds, digits of a form too. */
export function IsPieces(least: number, most: number) {
  const message = `$property必须是${least}至${most}之间的整数`;
  return applyDecorators(FromDigits(), IsInt({ message }), Min(least, { message }), Max(most, { message }));
}
