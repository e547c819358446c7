import { ACCESS_RULE, type AccessRule } from '@app/auth';
import { RequestMethod } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getMetadataStorage } from 'class-validator';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A route of the running shop, as its controller declares it. */
export interface Route {
  /** `POST /api/v1/order/:id/cancel`. */
  name: string;
  method: Method;
  path: string;
  access?: AccessRule['access'];
  /** WeChat's own: its answers, errors too, are in WeChat's words. */
  isNotice: boolean;
  /** The fields that its body and its query know. */
  body: string[];
  query: string[];
}

/** How Nest numbers the places a handler's argument may come from. */
const PLACES = { body: 3, query: 4 };

/** Every route of every controller: a new one is tested without being named. */
export function routesOf(mall: NestFastifyApplication): Route[] {
  const controllers = [...mall.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => routesOfController(mall, metatype as Controller));
}

/** What Fastify serves, in the same spelling, without the pages of the docs, the way to them, and HEAD. */
export function servedBy(mall: NestFastifyApplication): string[] {
  const tree: string = mall.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', part = '', methods = ''] =
      /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    const path = (above[indent.length / 4 - 1] ?? '') + part;
    above[indent.length / 4] = path;
    if (path.startsWith('/docs') || path === '/') return [];
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD')
      .map((method) => `${method} ${path}`);
  });
}

// A class, as Nest keeps it.
type Controller = (new (...args: unknown[]) => object) & { prototype: Record<string, () => unknown> };

function routesOfController(mall: NestFastifyApplication, controller: Controller): Route[] {
  const base = String(Reflect.getMetadata('path', controller) ?? '/');
  return new MetadataScanner().getAllMethodNames(controller.prototype).flatMap((handler) => {
    const act = controller.prototype[handler]!;
    const verb: RequestMethod | undefined = Reflect.getMetadata('method', act);
    if (verb === undefined) return [];
    const method = RequestMethod[verb] as Method;
    const path = prefixed(mall, method, joined(base, String(Reflect.getMetadata('path', act))));
    const rule: AccessRule | undefined =
      Reflect.getMetadata(ACCESS_RULE, act) ?? Reflect.getMetadata(ACCESS_RULE, controller);
    const fields = (place: number) => fieldsOf(controller, handler, place);
    return {
      name: `${method} ${path}`,
      method,
      path,
      access: rule?.access,
      isNotice: rule?.budget === 'notice',
      body: fields(PLACES.body),
      query: fields(PLACES.query),
    };
  });
}

function joined(...parts: string[]): string {
  const names = parts.flatMap((part) => part.split('/')).filter(Boolean);
  return `/${names.join('/')}`;
}

function prefixed(mall: NestFastifyApplication, method: Method, url: string): string {
  const served = mall.getHttpAdapter().getInstance();
  return served.hasRoute({ method, url }) ? url : `/api/v1${url}`;
}

/** By the checks that stand on the fields of the argument's class. */
function fieldsOf(controller: Controller, handler: string, place: number): string[] {
  const args: Record<string, { index: number }> =
    Reflect.getMetadata('__routeArguments__', controller, handler) ?? {};
  const types: (new () => object)[] =
    Reflect.getMetadata('design:paramtypes', controller.prototype, handler) ?? [];
  const classes = Object.entries(args)
    .filter(([key]) => key.startsWith(`${place}:`))
    .map(([, { index }]) => types[index]!);
  const checks = classes.flatMap((type) =>
    getMetadataStorage().getTargetValidationMetadatas(type, '', false, false),
  );
  return [...new Set(checks.map(({ propertyName }) => propertyName))];
}
