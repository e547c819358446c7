/** As much of OpenAPI as a client can rely upon. */
export interface Documented {
  paths: Record<string, Record<string, DocumentedRoute>>;
  components?: { schemas?: Record<string, Schema> };
}

interface DocumentedRoute {
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { content?: Content };
  responses: Record<string, { content?: Content }>;
}

type Content = Record<string, { schema?: Schema }>;

interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  nullable?: boolean;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

/**
 * What was promised of every route: each field that goes in and comes out, spelled `type`, `!` where it must be
 * there, `?` where it may be null, and its values: `string!? a|b`.
 */
export type Contract = Record<string, { in: Facts; out: Facts }>;
type Facts = Record<string, string>;

export function contractOf({ paths, components }: Documented): Contract {
  const schemas = components?.schemas ?? {};
  const routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, route]) => {
      const name = `${method.toUpperCase()} ${path}`;
      return [name, { in: inputsOf(route, schemas), out: outputsOf(route, schemas) }] as const;
    }),
  );
  return Object.fromEntries(routes.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function inputsOf({ parameters = [], requestBody }: DocumentedRoute, schemas: Record<string, Schema>): Facts {
  const named = parameters.map((parameter) => [
    `${parameter.in} ${parameter.name}`,
    spelled(parameter.schema, parameter.required === true),
  ]);
  const body = requestBody?.content?.['application/json']?.schema;
  return { ...Object.fromEntries(named), ...(body && factsOf(body, schemas, 'body')) };
}

function outputsOf({ responses }: DocumentedRoute, schemas: Record<string, Schema>): Facts {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return Object.assign(
    {},
    ...good.map(([status, { content }]) => {
      const [body] = Object.values(content ?? {});
      return body?.schema ? factsOf(body.schema, schemas, status) : { [status]: 'nothing!' };
    }),
  );
}

function factsOf(schema: Schema, schemas: Record<string, Schema>, at: string, isRequired = true): Facts {
  if (schema.$ref) return factsOf(schemas[nameIn(schema.$ref)] ?? {}, schemas, at, isRequired);
  if (schema.oneOf)
    return Object.assign(
      {},
      ...schema.oneOf.map((way) => factsOf(way, schemas, `${at}<${nameIn(way.$ref ?? way.type ?? '')}>`)),
    );
  if (schema.allOf)
    return Object.assign({}, ...schema.allOf.map((part) => factsOf(part, schemas, at, isRequired)));

  const inner = Object.entries(schema.properties ?? {}).map(([field, property]) =>
    factsOf(property, schemas, `${at}.${field}`, schema.required?.includes(field) ?? false),
  );
  const items = schema.items ? factsOf(schema.items, schemas, `${at}[]`) : {};
  return Object.assign({ [at]: spelled(schema, isRequired) }, items, ...inner);
}

function nameIn(reference: string): string {
  return reference.split('/').at(-1)!;
}

function spelled({ type = 'any', nullable, enum: values }: Schema, isRequired: boolean): string {
  const known = (values ?? []).filter((value) => value !== null);
  return `${type}${isRequired ? '!' : ''}${nullable ? '?' : ''}${known.length > 0 ? ` ${known.join('|')}` : ''}`;
}

/** What a client of the released contract would stumble over today; whatever came in addition is none of it. */
export function breachesOf(released: Contract, today: Contract): string[] {
  return Object.entries(released).flatMap(([route, before]) => {
    const now = today[route];
    if (!now) return [`${route}: is gone`];
    return [...inputBreaches(before.in, now.in), ...outputBreaches(before.out, now.out)].map(
      (breach) => `${route}: ${breach}`,
    );
  });
}

function inputBreaches(before: Facts, now: Facts): string[] {
  const demanded = Object.entries(now)
    .filter(([field, fact]) => read(fact).isRequired && isAskedOf(before, field))
    .filter(([field]) => !(field in before) || !read(before[field]!).isRequired)
    .map(([field]) => `${field} must be sent`);
  return [
    ...demanded,
    ...changes(before, now, (was, is) => [
      ...(was.isNullable && !is.isNullable ? ['may no longer be null'] : []),
      ...(was.values.length === 0 && is.values.length > 0 ? ['takes certain values alone'] : []),
    ]),
  ];
}

/** A field that must be in an object asks nothing of who never sent the object. */
function isAskedOf(before: Facts, field: string): boolean {
  const holder = field.slice(0, Math.max(0, field.lastIndexOf('.'), field.lastIndexOf('[')));
  return holder === '' || holder in before;
}

function outputBreaches(before: Facts, now: Facts): string[] {
  return changes(before, now, (was, is) => [
    ...(was.isRequired && !is.isRequired ? ['is not always there'] : []),
    ...(!was.isNullable && is.isNullable ? ['may be null'] : []),
  ]);
}

function changes(before: Facts, now: Facts, more: (was: Fact, is: Fact) => string[]): string[] {
  return Object.entries(before).flatMap(([field, fact]) => {
    if (!(field in now)) return [`${field} is gone`];
    const [was, is] = [read(fact), read(now[field]!)];
    if (was.type !== is.type) return [`${field} is ${is.type}, was ${was.type}`];
    const lost = is.values.length > 0 ? was.values.filter((value) => !is.values.includes(value)) : [];
    return [...lost.map((value) => `has lost ${value}`), ...more(was, is)].map((what) => `${field} ${what}`);
  });
}

interface Fact {
  type: string;
  isRequired: boolean;
  isNullable: boolean;
  values: string[];
}

function read(fact: string): Fact {
  const [, type = '', must, may, values] = /^(\w+)(!)?(\?)?(?: (.*))?$/.exec(fact) ?? [];
  return {
    type,
    isRequired: must !== undefined,
    isNullable: may !== undefined,
    values: values?.split('|') ?? [],
  };
}
