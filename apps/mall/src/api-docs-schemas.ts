import type { OpenAPIObject } from '@nestjs/swagger';
import { bodyExamples } from './api-docs-examples';
import { routesIn } from './api-docs-routes';
import { wordsAt } from './api-docs-words';

export interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  default?: unknown;
  example?: unknown;
  nullable?: boolean;
  description?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  allOf?: Schema[];
  oneOf?: Schema[];
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  example?: unknown;
  schema: Schema;
}

/** What the classes cannot say: every number is whole, a default need not be sent, and what each value means. */
export function describeSchemas(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  for (const [name, schema] of Object.entries(schemas)) {
    makeWhole(schema);
    if (bodyExamples[name]) schema.example = bodyExamples[name];
    for (const [field, property] of Object.entries(schema.properties ?? {}))
      giveWords(property, property, wordsAt[`${name}.${field}`]);
  }

  for (const { method, path, operation } of routesIn(document))
    for (const parameter of (operation.parameters ?? []) as Parameter[]) {
      makeWhole(parameter.schema);
      if (parameter.schema.default !== undefined) parameter.required = false;
      giveExample(parameter, method !== 'get');
      const route = `${method.toUpperCase()} ${path.replace('/api/v1/', '')}`;
      giveWords(parameter.schema, parameter, wordsAt[`${route} ?${parameter.name}`]);
    }
  return document;
}

/** Money is text on the wire, so no number has a fraction. */
function makeWhole(schema: Schema): void {
  if (schema.type === 'number') schema.type = 'integer';
  for (const inner of [schema.items, ...Object.values(schema.properties ?? {})]) if (inner) makeWhole(inner);
}

/**
 * Swagger UI sends every example that it finds: fine for an id that is looked at, but a filter that nobody chose hides
 * rows, and a route that changes something would change number 1. There the field stays empty, and has to be filled in.
 */
function giveExample(parameter: Parameter, isChange: boolean): void {
  const { schema, name, required } = parameter;
  const example = parameter.example ?? schema.example;
  if (required && !isChange && name === 'id' && example === undefined) parameter.example = 1;
  if ((required && !isChange) || example === undefined) return;
  delete schema.example;
  delete parameter.example;
  parameter.description = [parameter.description, `例 e.g. \`${String(example)}\``].filter(Boolean).join(' ');
}

function giveWords(schema: Schema, shown: { description?: string }, words?: Record<string, string>): void {
  if (!words) return;
  const values = schema.enum ?? Object.keys(words);
  const spelled = schema.type === 'integer' ? values.map(Number) : values;
  // OpenAPI 3.0: a list of values that lacks null forbids it, whatever `nullable` says.
  schema.enum = schema.nullable ? [...spelled, null] : spelled;
  const meanings = values.map((value) => `- \`${String(value)}\` ${words[String(value)]}`);
  shown.description = [shown.description, meanings.join('\n')].filter(Boolean).join('\n\n');
}
