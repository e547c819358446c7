import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min, type ValidationError } from 'class-validator';
import { DomainError, type FieldMessages } from './errors';
import { refuseUnknownNames } from './known-names';

/** PostgreSQL's int4. */
const MAX_ID = 2 ** 31 - 1;

/**
 * The seed's goCheck: every body, query and path passes here. Unknown fields are dropped,
 * a complaint becomes a parameter error, text that PostgreSQL cannot keep is refused.
 */
@Injectable()
export class GoCheckPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      exceptionFactory: (errors) => new DomainError('invalidParameter', { msg: messagesOf(errors) }),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'custom') refuseUnstorableText(value, metadata.data ?? metadata.type);
    if (metadata.type === 'query') refuseUnknownNames(value, metadata.metatype);
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

function messagesOf(errors: ValidationError[]): FieldMessages {
  return Object.fromEntries(errors.map((error) => [error.property, firstMessage(error)]));
}

function firstMessage({ constraints, children, property }: ValidationError): string {
  const [message] = Object.values(constraints ?? {});
  if (message) return message;
  return children?.[0] ? firstMessage(children[0]) : `${property}参数错误`;
}

/** U+0000 and lone surrogates are legal JSON and no PostgreSQL text. */
function refuseUnstorableText(value: unknown, field: string): void {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
    throw DomainError.field(field, `${field}含有非法字符`);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) refuseUnstorableText(inner, name);
}

/** Digits are a number too, as forms and queries carry it; `true`, `"1e3"` and `"0x10"`, which Number() takes, are not. */
export function FromDigits() {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
  );
}

/** A positive whole number that can be an id; `"3"` is one, `0`, `1.5` and `abc` are not. In a list, `each` is a number. */
export function IsId(message = '$property必须是正整数', { each = false } = {}) {
  const said = { message, each };
  return applyDecorators(...(each ? [] : [FromDigits()]), IsInt(said), Min(1, said), Max(MAX_ID, said));
}
