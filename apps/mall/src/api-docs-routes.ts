import { errorCatalogue } from '@app/common';
import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']> & { 'x-scope'?: string; 'x-role'?: string };
type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const WHO: Record<string, string> = {
  public: 'Open to everybody 无需登录',
  primary: 'Scope *primary*: shoppers and admins 用户或管理员',
  exclusive: 'Scope *exclusive*: shoppers alone 仅用户',
  super: 'Scope *super*: admins alone 仅管理员',
};

const ROLES: Record<string, string> = {
  reader: 'Role *reader* at least 只读及以上',
  operator: 'Role *operator* at least 运营及以上',
  owner: 'Role *owner* 仅所有者',
};

const ERROR_BODY: Schemas[string] = {
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

/** Says of every route whom it admits and how it refuses. */
export function describeRoutes(document: OpenAPIObject): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ErrorBody: ERROR_BODY },
  };

  for (const [path, item] of Object.entries(document.paths))
    for (const operation of operationsOf(item)) {
      const scope = operation['x-scope'] ?? 'public';
      const who = scope === 'super' ? `${WHO.super}. ${roleOf(operation, item)}` : WHO[scope];
      operation.description = [operation.description, who].filter(Boolean).join('\n\n');
      if (!speaksXml(operation)) operation.responses = { ...refusalsOf(path, scope), ...operation.responses };
    }
  return document;
}

function operationsOf(item: PathItem): Operation[] {
  return [item.get, item.post, item.put, item.delete].filter((operation) => operation !== undefined);
}

/** As the guard sees it: readers look, operators act, unless the route says more. */
function roleOf(operation: Operation, item: PathItem): string | undefined {
  const declared = ROLES[operation['x-role'] ?? ''];
  return declared ?? (operation === item.get ? ROLES.reader : ROLES.operator);
}

/** A route for WeChat refuses in WeChat's own words. */
function speaksXml({ responses }: Operation): boolean {
  return JSON.stringify(responses).includes('text/xml');
}

function refusalsOf(path: string, scope: string): Operation['responses'] {
  const isApi = path.startsWith('/api/');
  const isLogin = path.includes('/token');
  const statuses = [
    ...(isApi ? [400, 429] : []),
    ...(scope === 'public' ? [] : [401, 403]),
    ...(path.endsWith('/token/app') ? [401] : []),
    ...(path.endsWith('/token/user') ? [403] : []),
    ...((isApi && !isLogin) || path.includes('{') ? [404] : []),
    ...(isApi && scope !== 'public' && !isLogin ? [409] : []),
    503,
  ];
  return Object.fromEntries(statuses.map((status) => [status, refusal(status)]));
}

function refusal(status: number): NonNullable<Operation['responses']>[string] {
  const names = Object.entries(errorCatalogue).filter(([, row]) => row.status === status);
  return {
    description: names.map(([name, { error_code }]) => `${name} (${error_code})`).join(', '),
    content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } },
  };
}
