import { describe, expect, it } from 'vitest';
import { guides } from '../../apps/mall/src/api-docs-guides';
import { labelsAt } from '../../apps/mall/src/api-docs-label-places';
import { labels } from '../../apps/mall/src/api-docs-labels';
import { builtDocument, type DocumentedOperation } from '../given/api-document';

const { paths, components } = builtDocument();

/** Money that has left, a person or a thing that is gone, a state that is the last. */
const FINAL = [
  'DELETE admin/product/{id}',
  'POST admin/shopper/{id}/erase',
  'POST admin/order/{id}/refund',
  'POST admin/order/{id}/close',
  'POST admin/after-sale/{id}/agree',
  'POST admin/refund/{id}/returned_outside',
];

const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path.replace('/api/v1/', '')}`,
    operation,
  })),
);
const merchants = operations.filter(({ operation }) => operation['x-scope'] === 'super');

describe('the document speaks to the merchant in Chinese first', () => {
  it('of what each route does, in a whole sentence', () => {
    const mute = merchants.filter(({ operation }) => !isChinese(operation.description, 8));

    expect(mute.map(({ route }) => route)).toEqual([]);
    expect(merchants.length).toBeGreaterThan(70);
  });

  it('of what cannot be undone before anything else', () => {
    const warned = merchants
      .filter(({ operation }) => operation.description.startsWith('**不可撤销。**'))
      .map(({ route }) => route);

    const deletes = merchants.filter(({ route }) => route.startsWith('DELETE'));
    expect(warned).toEqual(expect.arrayContaining([...FINAL, ...deletes.map(({ route }) => route)]));
  });

  it('of every parameter', () => {
    const mute = merchants.flatMap(({ route, operation }) =>
      (operation.parameters ?? [])
        .filter(({ description }) => !isChinese(description))
        .map(({ name }) => `${route} ?${name}`),
    );

    expect(mute).toEqual([]);
  });

  it('of every field that goes in or comes out', () => {
    const classes = [...classesIn(merchants.map(({ operation }) => bodiesOf(operation)))];

    const mute = classes.flatMap((name) =>
      fieldsOf(name)
        .filter(([, { description }]) => !isChinese(description))
        .map(([field]) => `${name}.${field}`),
    );

    expect(mute).toEqual([]);
    expect(classes.length).toBeGreaterThan(80);
  });

  it('of nothing that is not there', () => {
    const routes = new Set(operations.map(({ route }) => route));
    const parameters = operations.flatMap(({ route, operation }) =>
      (operation.parameters ?? []).map(({ name }) => `${route} ?${name}`),
    );
    const fields = Object.keys(components.schemas).flatMap((name) =>
      fieldsOf(name).map(([field]) => `${name}.${field}`),
    );
    const places = new Set([...parameters, ...fields]);
    const names = new Set([...places].map((place) => place.split(/[.?]/).at(-1)!));

    expect(Object.keys(guides).filter((route) => !routes.has(route))).toEqual([]);
    expect(Object.keys(labelsAt).filter((place) => !places.has(place))).toEqual([]);
    expect(Object.keys(labels).filter((name) => !names.has(name))).toEqual([]);
  });
});

/** Whether its first line begins in Chinese, and how much of it there is. */
function isChinese(text = '', least = 2): boolean {
  const [line = ''] = text.split('\n');
  return /^\**\p{Script=Han}/u.test(line) && (line.match(/\p{Script=Han}/gu) ?? []).length >= least;
}

function bodiesOf({ requestBody, responses }: DocumentedOperation): unknown[] {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return [requestBody, ...good.map(([, answer]) => answer)];
}

function fieldsOf(name: string): [string, { description?: string }][] {
  return Object.entries((components.schemas[name]!.properties ?? {}) as Record<string, object>);
}

/** The names of all classes in a part of the document, and of those within. */
function classesIn(part: unknown, met = new Set<string>()): Set<string> {
  if (typeof part !== 'object' || part === null) return met;
  for (const [key, inner] of Object.entries(part)) {
    const name = key === '$ref' ? String(inner).split('/').at(-1)! : undefined;
    if (name === undefined) classesIn(inner, met);
    else if (!met.has(name)) classesIn(components.schemas[name], met.add(name));
  }
  return met;
}
