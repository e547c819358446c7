import type { Decision, Desk } from './bookkeeper';
import type { PhoneMessage, Template } from './mini-books';
import { isObject, jsonIn, MiniRejected, OK } from './mini-message';
import { templateOf, wrongKey } from './mini-template';
import { popupPush, sentPush } from './push';
import type { Json } from './v3-call';

const STATES = ['developer', 'trial', 'formal'];
const LANGUAGES = ['zh_CN', 'en_US', 'zh_HK', 'zh_TW'];
const PAGE = /^\/?[\w-]+(\/[\w.-]+)*(\?\S*)?$/;
/** One word stands for all those that a message may not contain. */
const BANNED = /赌博/;

/** The shopper's tap on "allow", several times if need be; none at all is his no. */
export function tapAllow(
  desk: Desk,
  { openid, templateId, times }: { openid: string; templateId: string; times: number },
): Decision<{ left: number }> {
  const push = popupPush(desk, openid, templateId, times > 0);
  const left = times === 0 ? 0 : desk.books.mini.allowance(openid, templateId) + times;
  return { event: { kind: 'tapped', openid, templateId, times, push }, answer: { left } };
}

/** Whom a send is for, whether or not anything else in it is right. */
export function receiverIn(raw: unknown): string {
  return String(jsonIn(raw)?.touser);
}

/** subscribe/send: each "allow" is worth one message. `crowded` is another send to the same shopper under way. */
export function sendMessage(desk: Desk, body: Json, crowded: boolean): Decision<object> {
  const { touser, template_id: templateId, page, data } = body;
  checkReceiver(desk, body);
  const template = knownTemplate(desk, templateId);
  if (page !== undefined && !(typeof page === 'string' && PAGE.test(page)))
    throw new MiniRejected(41030, 'invalid page');
  const values = valuesOf(template, data);
  if (crowded) throw new MiniRejected(43108, 'send subscribe message to the same user concurrently');

  const openid = touser as string;
  if (desk.books.mini.allowance(openid, template.templateId) < 1)
    throw new MiniRejected(43101, 'user refuse to accept the msg');

  const message: PhoneMessage = {
    msgId: String(desk.books.mini.messages.length + 1).padStart(19, '4'),
    openid,
    templateId: template.templateId,
    page,
    data: values,
    at: desk.now.toISOString(),
  };
  const push = sentPush(desk, openid, template.templateId, message.msgId);
  return { event: { kind: 'messageSent', message, push }, answer: OK };
}

function checkReceiver({ books }: Desk, { touser, miniprogram_state, lang }: Json): void {
  if (typeof touser !== 'string' || !books.shoppers.has(touser))
    throw new MiniRejected(40003, 'invalid openid');
  if (miniprogram_state !== undefined && !STATES.includes(String(miniprogram_state)))
    throw new MiniRejected(40097, 'invalid args: miniprogram_state');
  if (lang !== undefined && !LANGUAGES.includes(String(lang)))
    throw new MiniRejected(40097, 'invalid args: lang');
}

function knownTemplate(desk: Desk, templateId: unknown): Template {
  const template = templateOf(desk, templateId);
  if (!template) throw new MiniRejected(40037, 'invalid template_id');
  if (template.banned) throw new MiniRejected(43107, 'subscribe message capability is banned');
  return template;
}

function valuesOf(template: Template, data: unknown): Record<string, string> {
  const fields = isObject(data) ? data : {};
  const wrong = wrongKey(template, fields);
  if (wrong) throw new MiniRejected(47003, `argument invalid! data.${wrong}.value invalid`);
  const values = Object.entries(fields).map(([key, field]) => [key, (field as { value: string }).value]);
  if (values.some(([, value]) => BANNED.test(value!)))
    throw new MiniRejected(45168, 'content contains banned words');
  return Object.fromEntries(values) as Record<string, string>;
}
