import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { DomainError } from './errors';

/** What a route says of itself to whoever reads bodies. */
export interface UploadConfig {
  /** Content types of a body that the route reads by itself. */
  takes?: readonly string[];
}

/** A body that is a file of one of these content types, and nothing else. */
export function Takes(...types: string[]) {
  return applyDecorators(
    RouteConfig({ takes: types } satisfies UploadConfig),
    ApiConsumes(...types),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
  );
}

/**
 * The file's bytes. They are read here, after the guard: nobody without the right to them fills the memory.
 * More than `limit` bytes are 413.
 */
export const Uploaded = createParamDecorator((limit: number, context: ExecutionContext): Promise<Buffer> => {
  const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!(body instanceof Readable)) throw new DomainError('unsupportedMediaType');
  if (Number(headers['content-length']) > limit) throw new DomainError('tooLarge');
  return readWithin(body, limit);
});

/** The rest of a body that is too large is left to the server, which still has to answer on its connection. */
async function readWithin(body: Readable, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of body.iterator({ destroyOnReturn: false })) {
      parts.push(part as Buffer);
      size += parts.at(-1)!.length;
      if (size > limit) break;
    }
  } catch (cause) {
    throw new DomainError('invalidParameter', { cause });
  }
  if (size > limit) throw new DomainError('tooLarge');
  return Buffer.concat(parts);
}
