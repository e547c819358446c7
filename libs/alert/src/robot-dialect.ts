/** What a robot is told. */
export interface RobotMessage {
  /** The alert's: a message that comes twice is known by it. */
  key: string;
  kind: string;
  text: string;
}

/** How one kind of robot is spoken to, and how it says that it has understood. */
export interface Dialect {
  bodyOf(message: RobotMessage): object;
  /** What it says in the body of an answer that HTTP calls a success; undefined where it took the message. */
  faultIn(answer: string): string | undefined;
}

/** 企业微信 and 钉钉: `errcode` 0. */
const errcode = (answer: string) => codeFault(answer, ['errcode']);

/** 企业微信群机器人, at most 2048 bytes of text. */
const WECOM: Dialect = {
  bodyOf: (message) => ({ msgtype: 'text', text: { content: wordsOf(message) } }),
  faultIn: errcode,
};

/** 钉钉自定义机器人. Its keyword (自定义关键词) may be the shop's name, with which every text begins. */
const DINGTALK: Dialect = {
  bodyOf: (message) => ({ msgtype: 'text', text: { content: wordsOf(message) } }),
  faultIn: errcode,
};

/** 飞书自定义机器人; `StatusCode` is how it said so formerly. */
const FEISHU: Dialect = {
  bodyOf: (message) => ({ msg_type: 'text', content: { text: wordsOf(message) } }),
  faultIn: (answer) => codeFault(answer, ['code', 'StatusCode']),
};

/** Whoever listens: the message as it is, and HTTP's own word for whether it arrived. */
const PLAIN: Dialect = {
  bodyOf: ({ key, kind, text }) => ({ key, kind, text }),
  faultIn: () => undefined,
};

/** By the public host, or by its path behind a host of one's own, such as a proxy. */
const ROBOTS: { hosts: readonly string[]; path: string; dialect: Dialect }[] = [
  { hosts: ['qyapi.weixin.qq.com'], path: '/cgi-bin/webhook/send', dialect: WECOM },
  { hosts: ['oapi.dingtalk.com', 'api.dingtalk.com'], path: '/robot/send', dialect: DINGTALK },
  { hosts: ['open.feishu.cn', 'open.larksuite.com'], path: '/open-apis/bot/', dialect: FEISHU },
];

export function dialectOf(url: string): Dialect {
  const { hostname, pathname } = new URL(url);
  const robot = ROBOTS.find(({ hosts, path }) => hosts.includes(hostname) || pathname.startsWith(path));
  return robot?.dialect ?? PLAIN;
}

function wordsOf({ key, text }: RobotMessage): string {
  return `${text}\n编号 ${key}`;
}

/** A code is safe to log; the words beside it may quote the address. */
function codeFault(answer: string, names: readonly string[]): string | undefined {
  const said = parsed(answer);
  const code = names.map((name) => said?.[name]).find((value) => value !== undefined);
  if (code === 0) return undefined;
  return typeof code === 'number' ? `code ${code}` : 'no code';
}

function parsed(answer: string): Record<string, unknown> | undefined {
  try {
    const said: unknown = JSON.parse(answer);
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
