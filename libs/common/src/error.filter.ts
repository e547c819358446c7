import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, type ErrorBody, type ErrorName } from './errors';
import { isDatabaseOutage } from './outage';
import { noteRefusal } from './request-line';

/** Answers every error in the contract's shape; nothing of a driver's or WeChat's text leaves here. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const refusal = namingMissingId(refusalOf(error), request.url);
    noteRefusal(request, refusal.refusal);
    if (refusal.status >= 500) this.logger.error({ refusal: refusal.refusal, err: error });

    const reply = http.getResponse<FastifyReply>();
    const seconds = retryAfter(refusal);
    if (seconds) reply.header('retry-after', seconds);
    void reply
      .status(refusal.status)
      .header('cache-control', 'no-store')
      .send(errorBody(refusal, request.url));
  }
}

/** When to try again, in seconds: the next window of a limit, or soon, because a database that fails over is back soon. */
export function retryAfter({ status, refusal }: DomainError): string | undefined {
  if (status === 429) return '60';
  return refusal === 'databaseUnavailable' ? '5' : undefined;
}

/** The body of a refusal, for the places that answer before Nest does. */
export function errorBody({ msg, error_code }: DomainError, requestUrl: string): ErrorBody {
  return { msg, error_code, request_url: requestUrl };
}

/** `admin/order//ship`, `admin/sku/` */
const HAS_GAP = /^\/api\/v1\/admin\/[^?]*(\/\/|\/(\?|$))/;

/** A route of the merchant that is unknown because an id was left out of it. */
function namingMissingId(refusal: DomainError, url: string): DomainError {
  if (refusal.refusal !== 'routeNotFound' || !HAS_GAP.test(url)) return refusal;
  const { cause } = refusal;
  return new DomainError('routeNotFound', { msg: '地址里的编号没有填写，请填写后再试', cause });
}

const REFUSAL_OF_STATUS: Partial<Record<number, ErrorName>> = {
  404: 'routeNotFound',
  413: 'tooLarge',
  415: 'unsupportedMediaType',
  429: 'tooManyRequests',
};

/** The row of the catalogue for any error: Fastify's and Nest's by status, a lost database, else a bug of ours. */
export function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (isDatabaseOutage(error)) return new DomainError('databaseUnavailable', { cause: error });
  const status = statusOf(error);
  if (status === undefined || status >= 500) return new DomainError('internalError', { cause: error });
  return new DomainError(REFUSAL_OF_STATUS[status] ?? 'invalidParameter', { cause: error });
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}
