import multipart from '@fastify/multipart';
import { DomainError, jsonFault, type UploadConfig } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest, RawServerDefault } from 'fastify';
import { BODY_LIMIT } from './http-adapter';
import { isNoticeRoute, openNoticeRoutes } from './notice-routes';

type Done = (error: Error | null, body?: unknown) => void;
type Parser = (request: FastifyRequest, bytes: Buffer, done: Done) => void;

/** No body of the contract nests deeper than three. */
const MAX_DEPTH = 20;

/** No object of the contract has so many fields; validation takes its time for each name that it does not know. */
const MAX_NAMES = 100;

/** What the parsers call a bare file, whatever its sender calls it. */
const FILE = 'application/x-file';
const FORM = 'multipart/form-data';

/**
 * JSON of the mini-program, forms of the CMS, bare bytes on the routes for WeChat, files where a route takes them;
 * all else is 415. The bytes are also kept as `rawBody`, those of a file excepted.
 */
export async function readBodies(app: NestFastifyApplication): Promise<void> {
  openNoticeRoutes(app);
  const fastify = app.getHttpAdapter().getInstance();
  // Fastify reads text by itself, and no route wants it.
  fastify.removeContentTypeParser('text/plain');
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  const parsers: Record<string, Parser> = {
    'application/json': (request, bytes, done) => {
      // A POST that says all in its path comes without a body, though with the client's usual content type.
      if (bytes.length === 0) done(null, undefined);
      else {
        const text = bytes.toString();
        void parseJson(request, text, withLine(text, onlyObjects(done)));
      }
    },
    'application/x-www-form-urlencoded': (_request, bytes, done) => onlyObjects(done)(null, formOf(bytes)),
    '*': ({ routeOptions }, bytes, done) => {
      if (isNoticeRoute(routeOptions.url)) done(null, bytes);
      else done(new DomainError('unsupportedMediaType'));
    },
  };

  for (const [type, parse] of Object.entries(parsers))
    app.useBodyParser<RawServerDefault>(type, { bodyLimit: BODY_LIMIT }, parse);
  await readFiles(app);
}

/** Unread: the guard stands behind this, and only then is a file worth its memory. */
async function readFiles(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await app.register(multipart);
  fastify.addContentTypeParser(FILE, (request, file, done) => {
    if (filesOf(request)) done(null, file);
    else done(new DomainError('unsupportedMediaType'));
  });
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const [said = ''] = (request.headers['content-type'] ?? '').split(';');
    const type = said.trim().toLowerCase();
    if (type === FORM && !filesOf(request)) return done(new DomainError('unsupportedMediaType'));
    if (type !== FORM && filesOf(request)?.test(type)) request.headers['content-type'] = FILE;
    done(null, payload);
  });
}

function filesOf({ routeOptions }: FastifyRequest): RegExp | undefined {
  return (routeOptions.config as UploadConfig | undefined)?.takes;
}

/** A text that is no JSON is refused with its line and the reason, for a person who typed it. */
function withLine(text: string, done: Done): Done {
  return (error, body) => {
    const fault = error ? jsonFault(text.replace(/^\uFEFF/, '')) : undefined;
    if (!fault) return done(error, body);
    const msg = `请求内容不是合法的JSON：第${fault.line}行${fault.reason}`;
    done(new DomainError('invalidParameter', { msg, cause: error }));
  };
}

/** The contract knows objects alone; an array or a number would slip through validation as an empty one. */
function onlyObjects(done: Done): Done {
  return (error, body) => {
    if (error) done(error);
    else if (typeof body !== 'object' || body === null || Array.isArray(body) || isTooLarge(body))
      done(new DomainError('invalidParameter'));
    else done(null, body);
  };
}

/** Too deep, or with too many names; level by level, because recursion is what a deep body attacks. */
function isTooLarge(body: object): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    const objects = level.filter((value) => typeof value === 'object' && value !== null);
    if (objects.some((value) => !Array.isArray(value) && Object.keys(value).length > MAX_NAMES)) return true;
    level = objects.flatMap((value) => Object.values(value));
  }
  return false;
}

/** jQuery's form: the first value of a name counts, and no name reaches a prototype. */
function formOf(bytes: Buffer): Record<string, string> {
  const form: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(bytes.toString())) if (!(name in form)) form[name] = value;
  return form;
}
