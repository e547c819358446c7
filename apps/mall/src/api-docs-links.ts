import type { OpenAPIObject } from '@nestjs/swagger';
import { routesIn } from './api-docs-routes';

const ROUTE = /`(GET|POST|PUT|DELETE) (\/api\/v1\/[^`? ]+)(\?[^`]*)?`/g;

/** Routes that the first page names become links that open their forms; a name that is no route stays a name. */
export function linkRoutes(document: OpenAPIObject): OpenAPIObject {
  const anchors = new Map(
    routesIn(document).map(({ method, path, operation }) => [
      `${method.toUpperCase()} ${path}`,
      `#/${[operation.tags?.[0] ?? '', operation.operationId ?? ''].map(encodeURIComponent).join('/')}`,
    ]),
  );
  document.info.description = document.info.description?.replaceAll(
    ROUTE,
    (text, method: string, path: string, query = '') => {
      const anchor = anchors.get(`${method} ${path}`);
      return anchor ? `[${method} ${path.replace('/api/v1/', '')}${String(query)}](${anchor})` : text;
    },
  );
  return document;
}
