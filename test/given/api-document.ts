import { Ajv, type ValidateFunction } from 'ajv';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Json {
  [key: string]: unknown;
}

export interface DocumentedOperation extends Json {
  tags: string[];
  summary: string;
  description: string;
  parameters?: {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    example?: unknown;
    schema: Json;
  }[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
  responses: Record<string, { content?: Record<string, { schema: Json }> }>;
}

export interface ApiDocument extends Json {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, Json> };
}

const KEPT = path.resolve('dist/api-document.json');
const BUILT = path.resolve('dist/.built');
const PRINT = path.resolve('dist/apps/mall/src/print-docs.js');

/** As the built program tells it: a class's fields come into the document by the build alone. */
export function builtDocument(): ApiDocument {
  if (!existsSync(KEPT) || statSync(KEPT).mtimeMs < statSync(BUILT, { throwIfNoEntry: true }).ctimeMs) {
    const printed = execFileSync(process.execPath, [PRINT], { maxBuffer: 16 * 1024 * 1024 });
    const mine = `${KEPT}.${process.pid}`;
    writeFileSync(mine, printed);
    renameSync(mine, KEPT);
  }
  return JSON.parse(readFileSync(KEPT, 'utf8'));
}

/** An answer as a client got it. */
export interface Told {
  method: string;
  path: string;
  status: number;
  body: unknown;
}

/** Holds answers against the document: every field that it names, and none that it does not. */
export class DocumentedAnswers {
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly routes: { method: string; path: RegExp; plain: boolean; operation: DocumentedOperation }[];
  private readonly checks = new Map<object, ValidateFunction>();

  constructor(document: ApiDocument) {
    const closed = close(document) as ApiDocument;
    this.ajv.addSchema({ $id: 'document', components: closed.components });
    this.routes = Object.entries(closed.paths).flatMap(([template, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
        plain: !template.includes('{'),
        operation,
      })),
    );
  }

  /** What is said otherwise than the document has it; nothing of a route or a language that it does not know. */
  faults({ method, path: url, status, body }: Told): string[] {
    const [pathname] = url.split('?');
    const fitting = this.routes.filter((route) => route.method === method && route.path.test(pathname!));
    const route = fitting.find(({ plain }) => plain) ?? fitting[0];
    if (!route) return [];
    const { responses } = route.operation;
    const response = responses[status] ?? responses.default;
    if (!response) return [`${status} is not documented`];
    const schema = response.content?.['application/json']?.schema;
    if (!schema) return [];
    const check = this.checks.get(schema) ?? this.ajv.compile(schema);
    this.checks.set(schema, check);
    if (check(body)) return [];
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) => `body${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

/** References lead into the document; an object has no field beside those that it names. */
function close(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(close);
  if (typeof part !== 'object' || part === null) return part;
  const closed: Json = Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, close(inner)]));
  if (typeof closed.$ref === 'string') closed.$ref = closed.$ref.replace('#/', 'document#/');
  if (closed.type === 'object' && closed.properties && closed.additionalProperties === undefined)
    closed.additionalProperties = false;
  return closed;
}
