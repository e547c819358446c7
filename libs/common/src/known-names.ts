import { getMetadataStorage } from 'class-validator';
import { DomainError } from './errors';

const REFUSES = Symbol('refusesUnknownNames');

type Class = abstract new (...args: never[]) => object;

/**
 * Of a query: a name that it does not know is refused, because a filter that is misspelt would show everything. For the
 * merchant's lists alone: clients of shoppers add names of their own against caches.
 */
export function KnownNamesOnly() {
  return (query: Class): void => Reflect.defineMetadata(REFUSES, true, query);
}

/** Subclasses of such a query refuse too. */
export function refuseUnknownNames(value: unknown, query: Class | undefined): void {
  if (!query || typeof value !== 'object' || value === null || !Reflect.getMetadata(REFUSES, query)) return;
  const known = namesOf(query);
  const unknown = Object.keys(value).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const may = known.size > 0 ? `，可用的有：${[...known].join('、')}` : '';
  const said = unknown.map((name) => [name, `没有“${name}”这个查询参数${may}`]);
  throw new DomainError('invalidParameter', { msg: Object.fromEntries(said) });
}

/** Every field of a query has a rule. */
function namesOf(query: Class): Set<string> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(query, '', true, false);
  return new Set(rules.map(({ propertyName }) => propertyName));
}
