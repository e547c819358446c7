import { Agent, request } from 'undici';
import { fault, type Check, type Finding } from './doctor-check';
import { NOTICE_ROUTES } from './doctor-notify-url';
import { judgeLiveness, judgeNoticeRoute, type PublicAnswer } from './doctor-public-answer';
import { publicTodo, whyUnreached } from './doctor-reach';

const TIMEOUT_MS = 6000;
const LONGEST_BYTES = 64 * 1024;

/** The shop as WeChat and the phones see it: through PUBLIC_URL. */
export function publicChecks(publicUrl: string): Check[] {
  const routes = NOTICE_ROUTES.map(({ route, says }): Check => ({
    id: `route-${route}`,
    title: { en: 'Notices', zh: '通知可达' },
    needs: ['public-url'],
    run: () => visit('POST', publicUrl + route, (answer, url) => judgeNoticeRoute(answer, url, says)),
  }));
  const reach: Check = {
    id: 'public-url',
    title: { en: 'PUBLIC_URL', zh: '公网地址与证书链' },
    run: () => visit('GET', `${publicUrl}/health/live`, judgeLiveness),
  };
  return [reach, ...routes];
}

async function visit(
  method: 'GET' | 'POST',
  url: string,
  judge: (answer: PublicAnswer, url: string) => Finding,
): Promise<Finding> {
  // Said in full, so that no environment variable can switch the verification off; and a full chain is asked for.
  const dispatcher = new Agent({ connect: { rejectUnauthorized: true }, maxResponseSize: LONGEST_BYTES });
  try {
    const answer = await request(url, {
      method,
      dispatcher,
      body: method === 'POST' ? 'doctor' : undefined,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { 'content-type': contentType, location } = answer.headers;
    const body = await answer.body.text();
    const said = {
      status: answer.statusCode,
      location: one(location),
      contentType: one(contentType) ?? '',
      body,
    };
    return judge(said, url);
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: string };
    const cause = name === 'TimeoutError' ? 'timeout' : String(code ?? name);
    return fault(whyUnreached(cause, url), publicTodo(cause));
  } finally {
    await dispatcher.close();
  }
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
