import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { extendBodyDeadline } from './body-deadline';
import { DomainError } from './errors';
import { fileOfForm } from './upload-form';

/** What a route says of itself to the parsers of bodies. */
export interface UploadConfig {
  /** Content types of a body that the route reads by itself. */
  takes?: RegExp;
}

/**
 * What browsers, tools and mini-programs call a file whose kind they do not know, and a form with a file in it; an empty
 * text is a request without a content type. The file's bytes say what it is.
 */
const ANY_FILE = 'application/octet-stream|multipart/form-data|';

/** Any picture's type, so that those that the shop does not take are refused in words. */
const PICTURE = new RegExp(`^(?:image/.+|${ANY_FILE})$`);

/** Windows calls a CSV file a worksheet of Excel, once Excel is installed; a workbook is refused in words. */
const SHEET = new RegExp(
  `^(?:text/(?:csv|plain|x-csv|(?:x-)?comma-separated-values|tab-separated-values)|application/(?:csv|x-csv|vnd\\..+)|${ANY_FILE})$`,
);

export function TakesPicture() {
  return takes(PICTURE, ['image/jpeg', 'image/png', 'image/webp', 'image/gif']);
}

export function TakesSheet() {
  return takes(SHEET, ['text/csv']);
}

function takes(types: RegExp, documented: string[]) {
  return applyDecorators(
    RouteConfig({ takes: types } satisfies UploadConfig),
    ApiConsumes(...documented),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
  );
}

/**
 * The file's bytes, of a bare body or of a form. They are read here, after the guard: only who has the right to them
 * fills the memory. More than `limit` bytes are 413.
 */
export const Uploaded = createParamDecorator((limit: number, context: ExecutionContext): Promise<Buffer> => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { body, headers } = request;
  extendBodyDeadline(request.raw);
  if (request.isMultipart()) return fileOfForm(request, limit);
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
