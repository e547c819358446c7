import { beforeAll, describe, expect, it } from 'vitest';
import { writtenRoutes } from '../../apps/mall/src/api-docs-refusals';
import { sections } from '../../apps/mall/src/api-docs-sections';
import { wordsAt } from '../../apps/mall/src/api-docs-words';
import {
  builtDocument,
  DocumentedAnswers,
  type ApiDocument,
  type DocumentedOperation,
} from '../given/api-document';

const VERBS = ['get', 'post', 'put', 'delete'];

describe('the document of the API', () => {
  let document: ApiDocument;
  beforeAll(() => {
    document = builtDocument();
  });

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
    );

  it('puts every route into a section that a merchant can read', () => {
    const known = new Set(sections.map(({ name }) => name));

    const homeless = operations().filter(({ operation }) => !operation.tags.every((tag) => known.has(tag)));

    expect(homeless.map(({ path, operation }) => `${path}: ${operation.tags.join()}`)).toEqual([]);
    expect(document.tags.map(({ name }) => name)).toEqual(
      sections.map(({ name }) => name).filter((name) => document.tags.some((tag) => tag.name === name)),
    );
    expect(sections.filter(({ name, about }) => !/\p{Script=Han}.* [A-Z]/u.test(`${name} ${about}`))).toEqual(
      [],
    );
  });

  it('says of every route what it may refuse', () => {
    const routes = operations()
      .filter(({ operation }) => !operation.tags.includes('微信 WeChat'))
      .map(({ method, path }) => `${method.toUpperCase()} ${path.replace('/api/v1/', '')}`);

    expect(routes.toSorted()).toEqual(writtenRoutes.toSorted());
  });

  it('has every field and parameter whose values it explains, and explains each value', () => {
    const fields = Object.entries(document.components.schemas).flatMap(([name, schema]) =>
      Object.entries((schema.properties ?? {}) as Record<string, Explained>).map(
        ([field, property]) => [`${name}.${field}`, property] as const,
      ),
    );
    const parameters = operations().flatMap(({ method, path, operation }) =>
      (operation.parameters ?? []).map(
        ({ name, schema, ...rest }) =>
          [
            `${method.toUpperCase()} ${path.replace('/api/v1/', '')} ?${name}`,
            { ...schema, ...rest },
          ] as const,
      ),
    );
    const described = new Map<string, Explained>([...fields, ...parameters]);

    const gone = Object.keys(wordsAt).filter((place) => !described.has(place));
    const silent = [...described].filter(([, { enum: values = [], description = '' }]) =>
      values.some(
        (value) =>
          value !== null && !new RegExp(`\`${String(value)}\` \\p{Script=Han}`, 'u').test(description),
      ),
    );

    expect(gone).toEqual([]);
    expect(silent.map(([place]) => place)).toEqual([]);
  });

  it('fills in no id of a route that changes something', () => {
    const changing = operations().filter(({ method }) => method !== 'get');

    const armed = changing.flatMap(({ method, path, operation }) =>
      (operation.parameters ?? [])
        .filter(({ example, schema }) => example !== undefined || schema.example !== undefined)
        .map(({ name }) => `${method} ${path} ${name}`),
    );
    const bodies = changing
      .filter(({ operation }) => operation['x-scope'] === 'super')
      .flatMap(({ method, path, operation }) =>
        idsIn(exampleOf(operation)).map(([name, id]) => `${method} ${path} ${name} ${id}`),
      );

    expect(armed).toEqual([]);
    expect(bodies.filter((body) => !body.endsWith(' 0'))).toEqual([]);
    expect(bodies).toContain('put /api/v1/order/delivery id 0');
  });

  /** As Swagger UI fills it in where its class has one. */
  function exampleOf({ requestBody }: DocumentedOperation): unknown {
    const name = requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
    return name && document.components.schemas[name]?.example;
  }

  it('asks for no parameter that has a default', () => {
    const asked = operations().flatMap(({ path, operation }) =>
      (operation.parameters ?? [])
        .filter(({ required, schema }) => required && schema.default !== undefined)
        .map(({ name }) => `${path} ?${name}`),
    );

    expect(asked).toEqual([]);
  });

  it.each([
    ['an unknown field', { id: 1, account: 'a', role: 'owner', extra: 1 }, 'additional'],
    ['a missing field', { id: 1, account: 'a' }, "'role'"],
    ['another type', { id: '1', account: 'a', role: 'owner' }, 'integer'],
    ['an unknown value', { id: 1, account: 'a', role: 'emperor' }, 'allowed values'],
  ])('shows %s of an answer as a fault', (_, body, complaint) => {
    const answers = new DocumentedAnswers(document);

    const faults = answers.faults({ method: 'GET', path: '/api/v1/admin/me', status: 200, body });

    expect(faults.join()).toContain(complaint);
  });

  it('has a name for every route in Chinese and English', () => {
    const nameless = operations().filter(({ operation }) => !/\p{Script=Han}/u.test(operation.summary));

    expect(nameless.map(({ path }) => path)).toEqual([]);
  });

  it('leads from each step of the first page to the form of its route', () => {
    const { description } = document.info as { description: string };
    const forms = new Set(
      operations().map(
        ({ operation }) => `#/${encodeURIComponent(operation.tags[0]!)}/${operation.operationId}`,
      ),
    );

    const links = [...description.matchAll(/\]\((#\/[^)]+)\)/g)].map(([, link]) => link!);

    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !forms.has(link))).toEqual([]);
    expect(description).not.toMatch(/`(GET|POST|PUT|DELETE) \/api\/v1\/(?!order\/<)/);
  });

  it('knows no verb beside those that are looked through', () => {
    expect(operations().filter(({ method }) => !VERBS.includes(method))).toEqual([]);
  });
});

/** Every field that names something by its id, however deep. */
function idsIn(value: unknown, name = ''): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap((item) => idsIn(item, name));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([field, inner]) => idsIn(inner, field));
  return /^(id|ids|\w+_ids?|key_word)$/.test(name) ? [[name, value]] : [];
}

interface Explained {
  enum?: unknown[];
  description?: string;
}
