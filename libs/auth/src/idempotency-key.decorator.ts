import { DomainError } from '@app/common';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const HEADER = 'Idempotency-Key';
const VISIBLE_ASCII = /^[\x21-\x7e]{1,128}$/;

/** The header `Idempotency-Key`, where the client sent one. */
export const IdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const key = headers['idempotency-key'];
    if (key === undefined) return undefined;
    if (typeof key === 'string' && VISIBLE_ASCII.test(key)) return key;
    throw DomainError.field(HEADER, `${HEADER}必须是1至128个可见的ASCII字符`);
  },
);
