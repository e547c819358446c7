import type { Json } from './v3-call';
import { wrongIn } from './v3-message';

interface Common {
  required?: boolean;
}
interface Text extends Common {
  kind: 'text';
  /** Characters, unless `bytes` says otherwise. */
  max: number;
  bytes?: boolean;
  fits?: (value: string) => boolean;
}
interface Whole extends Common {
  kind: 'whole';
  least: number;
}
interface Flag extends Common {
  kind: 'flag';
}
interface Nest extends Common {
  kind: 'nest';
  fields: Rules;
}
interface List extends Common {
  kind: 'list';
  of: Rule;
}

export type Rule = Text | Whole | Flag | Nest | List;
export type Rules = Record<string, Rule>;

/** The first field that is missing or wrong, in the order of the rules; fields without a rule are overlooked. */
export function checkBody(body: Json, rules: Rules, pointer = ''): void {
  for (const [name, rule] of Object.entries(rules)) {
    const field = `${pointer}/${name}`;
    const value = body[name];
    if (value !== undefined) checkValue(value, rule, field);
    else if (rule.required) throw wrong(field, '', '缺少必填参数');
  }
}

/** For the one endpoint that takes nothing but what it asks for. */
export function checkNoOthers(body: Json, rules: Rules): void {
  const other = Object.keys(body).find((name) => !Object.hasOwn(rules, name));
  if (other) throw wrong(`/${other}`, body[other], '不是本接口的参数');
}

function checkValue(value: unknown, rule: Rule, field: string): void {
  switch (rule.kind) {
    case 'text':
      return checkText(value, rule, field);
    case 'whole':
      if (!Number.isSafeInteger(value)) throw wrong(field, value, '须为整数');
      if ((value as number) < rule.least) throw wrong(field, value, `小于最小值${rule.least}`);
      return;
    case 'flag':
      if (typeof value !== 'boolean') throw wrong(field, value, '须为布尔值');
      return;
    case 'nest':
      if (typeof value !== 'object' || Array.isArray(value)) throw wrong(field, value, '须为对象');
      return checkBody(value as Json, rule.fields, field);
    case 'list':
      if (!Array.isArray(value)) throw wrong(field, value, '须为数组');
      value.forEach((item, index) => checkValue(item, rule.of, `${field}/${index}`));
  }
}

function checkText(value: unknown, { required, max, bytes, fits }: Text, field: string): void {
  if (typeof value !== 'string') throw wrong(field, value, '须为字符串');
  if (required && value === '') throw wrong(field, value, '字节数0，小于最小值1');
  const length = bytes ? Buffer.byteLength(value) : value.length;
  if (length > max) throw wrong(field, value, `长度${length}，大于最大值${max}`);
  if (value !== '' && fits && !fits(value)) throw wrong(field, value, '格式不符');
}

function wrong(field: string, value: unknown, issue: string) {
  return wrongIn('body', { field, value, issue });
}
