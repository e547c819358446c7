import { errorCatalogue, type ErrorName } from '@app/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { COMMON_REFUSALS, ownRefusalsOf, WITH_WECHATS_CODE } from './api-docs-refusals';
import { sectionOf, tagsOf } from './api-docs-sections';

type PathItem = OpenAPIObject['paths'][string];
type Responses = NonNullable<PathItem['get']>['responses'];
export type Operation = NonNullable<PathItem['get']> & { 'x-scope'?: string; 'x-role'?: string };
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const WHO: Record<string, string> = {
  public: '无需登录 Open to everybody',
  primary: '用户或管理员 Scope *primary*: shoppers and admins',
  exclusive: '仅用户 Scope *exclusive*: shoppers alone',
  super: '仅管理员 Scope *super*: admins alone',
};

const ROLES: Record<string, string> = {
  reader: '只读及以上 Role *reader* at least',
  operator: '运营及以上 Role *operator* at least',
  owner: '仅所有者 Role *owner*',
};

const ERROR_BODY: Schema = {
  type: 'object',
  required: ['msg', 'error_code', 'request_url'],
  properties: {
    msg: {
      oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: { type: 'string' } }],
      example: errorCatalogue.invalidParameter.msg,
    },
    error_code: { type: 'integer', example: errorCatalogue.invalidParameter.error_code },
    request_url: { type: 'string', example: '/api/v1/order' },
  },
};

/** Puts every route into its section, and says whom it admits and how it refuses. */
export function describeRoutes(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ErrorBody: ERROR_BODY },
  };

  for (const { method, path, operation } of routesIn(document)) {
    const scope = operation['x-scope'] ?? 'public';
    const who = scope === 'super' ? `${WHO.super}. ${roleOf(operation, method)}` : WHO[scope];
    operation.description = [operation.description, who].filter(Boolean).join('\n\n');
    const refusals = isWeChats(operation) ? atTheDoor(path) : refusalsOf({ method, path, scope });
    operation.responses = { ...operation.responses, ...refusals };
    // A route's own tag comes after its controller's, and goes before it.
    operation.tags = operation.tags?.slice(-1).map((tag) => sectionOf(tag, scope) ?? tag);
  }
  document.tags = tagsOf(document);
  return document;
}

interface DocumentedRoute {
  method: string;
  path: string;
  operation: Operation;
}

export function routesIn({ paths }: OpenAPIObject): DocumentedRoute[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );
}

/** As the guard sees it: readers look, operators act, unless the route says more. */
function roleOf(operation: Operation, method: string): string | undefined {
  const declared = ROLES[operation['x-role'] ?? ''];
  return declared ?? (method === 'get' ? ROLES.reader : ROLES.operator);
}

/** A route for WeChat refuses in WeChat's own words, once a request has come so far. */
function isWeChats({ tags }: Operation): boolean {
  return tags?.includes('notify') ?? false;
}

function atTheDoor(path: string): Responses {
  return { default: refusal(['invalidParameter', ...COMMON_REFUSALS], exampleUrl(path)) };
}

/** By status; `default` holds what any route may say. A status with refusals of its own has the common ones too. */
function refusalsOf({
  method,
  path,
  scope,
}: Omit<DocumentedRoute, 'operation'> & { scope: string }): Responses {
  const ofScope: ErrorName[] = scope === 'public' ? [] : ['invalidToken', 'forbidden'];
  const own = ownRefusalsOf(method, path) ?? everyRefusal;
  const named = new Set([
    ...(path.startsWith('/api/') ? ['invalidParameter' as const] : []),
    ...ofScope,
    ...own,
  ]);
  const statuses = new Set([...named].map((name) => errorCatalogue[name].status));

  const refusals = [...statuses].map((status) => {
    const names = [...new Set([...named, ...COMMON_REFUSALS])].filter(
      (name) => errorCatalogue[name].status === status,
    );
    return [status, refusal(names, exampleUrl(path))];
  });
  const rest = COMMON_REFUSALS.filter((name) => !statuses.has(errorCatalogue[name].status));
  return Object.fromEntries([...refusals, ['default', refusal(rest, exampleUrl(path))]]);
}

const everyRefusal = Object.keys(errorCatalogue) as ErrorName[];

function refusal(names: readonly ErrorName[], requestUrl: string): NonNullable<Responses>[string] {
  const rows = names.map((name) => ({ name, ...errorCatalogue[name] }));
  const isOpen = names.some((name) => WITH_WECHATS_CODE.has(name));
  const codes = [...new Set(rows.map(({ error_code }) => error_code))];
  const body: Schema = { $ref: '#/components/schemas/ErrorBody' };
  return {
    description: rows.map(({ name, error_code, msg }) => `- \`${error_code}\` ${msg} *${name}*`).join('\n'),
    content: {
      'application/json': {
        schema: isOpen ? body : { allOf: [body, { properties: { error_code: { enum: codes } } }] },
        example: { msg: rows[0]?.msg, error_code: rows[0]?.error_code, request_url: requestUrl },
      },
    },
  };
}

function exampleUrl(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '1');
}
