import { DomainError } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest, RawServerDefault } from 'fastify';
import { BODY_LIMIT } from './http-adapter';

type Done = (error: Error | null, body?: unknown) => void;
type Parser = (request: FastifyRequest, bytes: Buffer, done: Done) => void;

/** Whatever WeChat sends here is verified over its bytes before anything reads it. */
const NOTICE_ROUTES = /^\/api\/v1\/(pay\/(refund-)?notify|wechat\/push)(\/|$)/;

/** No body of the contract nests deeper than three. */
const MAX_DEPTH = 20;

/**
 * JSON of the mini-program, forms of the CMS, bare bytes on the routes for WeChat (of any content type, or
 * none); all else is 415. The bytes are also kept as `rawBody`.
 */
export function readBodies(app: NestFastifyApplication): void {
  const parseJson = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error');
  const parsers: Record<string, Parser> = {
    'application/json': (request, bytes, done) => {
      // A POST that says all in its path comes without a body, though with the client's usual content type.
      if (bytes.length === 0) done(null, undefined);
      else void parseJson(request, bytes.toString(), onlyObjects(done));
    },
    'application/x-www-form-urlencoded': (_request, bytes, done) => done(null, formOf(bytes)),
    '*': (_request, _bytes, done) => done(new DomainError('unsupportedMediaType')),
  };

  for (const [type, parse] of Object.entries(parsers))
    app.useBodyParser<RawServerDefault>(type, { bodyLimit: BODY_LIMIT }, (request, bytes, done: Done) => {
      if (NOTICE_ROUTES.test(request.routeOptions.url ?? '')) done(null, bytes);
      else parse(request, bytes, done);
    });
}

/** The contract knows objects alone; an array or a number would slip through validation as an empty one. */
function onlyObjects(done: Done): Done {
  return (error, body) => {
    if (error) done(error);
    else if (typeof body !== 'object' || body === null || Array.isArray(body) || isTooDeep(body))
      done(new DomainError('invalidParameter'));
    else done(null, body);
  };
}

/** Level by level, because recursion is what a deep body attacks. */
function isTooDeep(body: object): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value ? Object.values(value) : []));
  }
  return false;
}

/** jQuery's form: the first value of a name counts, and no name reaches a prototype. */
function formOf(bytes: Buffer): Record<string, string> {
  const form: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(bytes.toString())) if (!(name in form)) form[name] = value;
  return form;
}
