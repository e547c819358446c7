import type { OpenAPIObject } from '@nestjs/swagger';
import { guides } from './api-docs-guides';
import { idsIn, labelsAt } from './api-docs-label-places';
import { labels } from './api-docs-labels';
import { routesIn } from './api-docs-routes';
import type { Parameter, Schema } from './api-docs-schemas';

interface Described {
  $ref?: string;
  allOf?: Schema[];
  description?: string;
}

/** Says of every route, parameter and field of the merchant in Chinese what it is, before what is said in English. */
export function sayInChinese(document: OpenAPIObject): OpenAPIObject {
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  const met = new Set<string>();
  for (const { method, path, operation } of routesIn(document)) {
    const route = `${method.toUpperCase()} ${path.replace('/api/v1/', '')}`;
    const guide = guides[route];
    if (!guide) continue;
    operation.description = [guide, operation.description].filter(Boolean).join('\n\n');
    for (const parameter of (operation.parameters ?? []) as Parameter[])
      say(parameter, labelsAt[`${route} ?${parameter.name}`] ?? pathLabel(path, parameter), parameter.name);
    meet([operation.requestBody, operation.responses], schemas, met);
  }

  for (const name of met)
    for (const [field, property] of Object.entries(schemas[name]?.properties ?? {}))
      say(property, labelsAt[`${name}.${field}`], field);
  return document;
}

function pathLabel(path: string, { name, in: place }: Parameter): string | undefined {
  const holder = new RegExp(`([\\w-]+)/\\{${name}\\}`).exec(path)?.[1];
  return place === 'path' && holder ? idsIn[holder] : undefined;
}

/** Where Chinese stands first already, a name alone has no more to say. */
function say(shown: Described, precise: string | undefined, name: string): void {
  const short = /^\p{Script=Han}+ (?=[`A-Z])/u;
  const description = (shown.description ?? '').replace(precise === undefined ? '' : short, '');
  const label = precise ?? (/^\p{Script=Han}/u.test(description) ? undefined : labels[name]);
  if (label === undefined) return;
  const isList = description.startsWith('- ');
  // OpenAPI 3.0 passes over what stands beside a reference.
  if (shown.$ref !== undefined) {
    shown.allOf = [{ $ref: shown.$ref }];
    delete shown.$ref;
  }
  shown.description = [label, description].filter(Boolean).join(isList ? '\n\n' : '。 ');
}

/** Every class that is spoken of, and those within. */
function meet(part: unknown, schemas: Record<string, Schema>, met: Set<string>): void {
  if (typeof part !== 'object' || part === null) return;
  for (const [key, inner] of Object.entries(part)) {
    if (key !== '$ref' || typeof inner !== 'string') meet(inner, schemas, met);
    else {
      const name = inner.split('/').at(-1)!;
      if (name === 'ErrorBody' || met.has(name)) continue;
      met.add(name);
      meet(schemas[name], schemas, met);
    }
  }
}
