import { describe, expect, it } from 'vitest';
import { breachesOf, contractOf, type Contract, type Documented } from './api-contract';

const ROUTE = 'POST /order/{id}';

function contract(body: object, answer: object, parameters: object[] = []): Contract {
  return contractOf({
    paths: {
      '/order/{id}': { post: { parameters, requestBody: json(body), responses: { 200: json(answer) } } },
    },
    components: { schemas: { Line: object({ price: text }, ['price']) } },
  } as Documented);
}

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const text = { type: 'string' };
const whole = { type: 'integer' };
const object = (properties: object, required: string[] = []) => ({ type: 'object', properties, required });
const state = (...values: string[]) => ({ ...text, enum: values });
const query = (required: boolean, schema: object = text) => ({ name: 'q', in: 'query', required, schema });

const none = object({});
const lines = { type: 'array', items: { $ref: '#/components/schemas/Line' } };

describe('the released contract', () => {
  it('names every field that goes in and comes out', () => {
    const { [ROUTE]: promised } = contract(
      object({ note: { ...text, nullable: true } }, ['note']),
      { oneOf: [{ $ref: '#/components/schemas/Line' }, object({ lines }, ['lines'])] },
      [query(false, state('a', 'b'))],
    );

    expect(promised).toEqual({
      in: { 'query q': 'string a|b', body: 'object!', 'body.note': 'string!?' },
      out: {
        '200<Line>': 'object!',
        '200<Line>.price': 'string!',
        '200<object>': 'object!',
        '200<object>.lines': 'array!',
        '200<object>.lines[]': 'object!',
        '200<object>.lines[].price': 'string!',
      },
    });
  });

  it.each<[string, Contract, Contract, string[]]>([
    ['a route that is gone', contract(none, none), {}, ['is gone']],
    ['a field that is gone', contract(none, object({ a: text })), contract(none, none), ['200.a is gone']],
    [
      'a field of another type',
      contract(none, object({ a: text })),
      contract(none, object({ a: whole })),
      ['200.a is integer, was string'],
    ],
    [
      'a field that is not always there',
      contract(none, object({ a: text }, ['a'])),
      contract(none, object({ a: text })),
      ['200.a is not always there'],
    ],
    [
      'a field that may be null',
      contract(none, object({ a: text })),
      contract(none, object({ a: { ...text, nullable: true } })),
      ['200.a may be null'],
    ],
    [
      'a value that is gone',
      contract(none, object({ a: state('x', 'y') })),
      contract(none, object({ a: state('x') })),
      ['200.a has lost y'],
    ],
    [
      'a parameter that must be sent',
      contract(none, none),
      contract(none, none, [query(true)]),
      ['query q must be sent'],
    ],
    [
      'a parameter that was free',
      contract(none, none, [query(false)]),
      contract(none, none, [query(false, state('x'))]),
      ['query q takes certain values alone'],
    ],
    [
      'a field of the body that must be sent',
      contract(object({ a: text }), none),
      contract(object({ a: text, b: text }, ['a', 'b']), none),
      ['body.a must be sent', 'body.b must be sent'],
    ],
    [
      'a field of the body that may no longer be null',
      contract(object({ a: { ...text, nullable: true } }), none),
      contract(object({ a: text }), none),
      ['body.a may no longer be null'],
    ],
  ])('is broken by %s', (_, released, today, breaches) => {
    expect(breachesOf(released, today)).toEqual(breaches.map((breach) => `${ROUTE}: ${breach}`));
  });

  it.each<[string, Contract, Contract]>([
    ['a new route', {}, contract(none, none)],
    ['a new field', contract(none, none), contract(object({ b: text }), object({ a: text }, ['a']))],
    ['a new parameter', contract(none, none), contract(none, none, [query(false)])],
    [
      'a field that need not be sent any more',
      contract(object({ a: text }, ['a']), none),
      contract(object({ a: text }), none),
    ],
    [
      'a new value',
      contract(none, object({ a: state('x') })),
      contract(none, object({ a: state('x', 'y') })),
    ],
    [
      'what must be in an object that need not be sent',
      contract(none, none),
      contract(object({ a: object({ b: text }, ['b']) }), none),
    ],
  ])('stands with %s', (_, released, today) => {
    expect(breachesOf(released, today)).toEqual([]);
  });
});
