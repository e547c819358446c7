/** As much of Swagger UI and of the browser as the plugin touches. */
interface System {
  getConfigs(): { deskWords: Record<string, string> };
  layoutActions: { updateFilter(phrase: string): void; parseDeepLinkHash(hash: string): void };
  layoutSelectors: { currentFilter(): unknown };
}

/** Immutable.js, as far as a section of operations needs it. */
interface Section {
  getIn(path: string[], otherwise: string): string;
  update(key: 'operations', change: (list: Operations) => Operations): Section;
  get(key: 'operations'): Operations;
}
interface Operations {
  size: number;
  filter(keep: (operation: { getIn(path: string[], otherwise: string): string }) => boolean): Operations;
}
interface Sections {
  map(change: (section: Section, name: string) => Section): Sections;
  filter(keep: (section: Section) => boolean): Sections;
}

interface Element {
  closest(selector: string): Element | null;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  scrollIntoView(): void;
}
interface Text {
  nodeValue: string | null;
  parentElement: Element | null;
}
interface Change {
  type: string;
  target: unknown;
  addedNodes: Iterable<unknown>;
}
interface Page {
  document: {
    documentElement: { classList: { toggle(name: string): void } };
    body: object;
    addEventListener(type: 'click', hear: (click: { target: Element; preventDefault(): void }) => void): void;
    querySelectorAll(selector: string): Iterable<Element>;
    getElementById(id: string): Element | null;
    createTreeWalker(root: unknown, what: number): { nextNode(): Text | null };
  };
  history: { pushState(state: null, title: string, url: string): void };
  requestAnimationFrame(then: () => void): void;
  MutationObserver: new (hear: (changes: Change[]) => void) => { observe(root: unknown, what: object): void };
}

// What follows runs in the browser by its text: no function knows anything of this file, and each holds all that it calls.
// oxlint-disable unicorn/consistent-function-scoping

/** The filter looks into the words and the paths of routes, and opens the sections in which it finds some. */
export function findPlugin() {
  function opsFilter(sections: Sections, phrase: string): Sections {
    const words = phrase.toLowerCase().split(/\s+/).filter(Boolean);
    const hasAll = (text: string) => words.every((word) => text.toLowerCase().includes(word));
    return sections
      .map((section, name) => {
        const about = `${name} ${section.getIn(['tagDetails', 'description'], '')}`;
        return section.update('operations', (list) =>
          list.filter((one) => {
            const said = [['operation', 'summary'], ['operation', 'description'], ['method'], ['path']];
            return hasAll(`${about} ${said.map((at) => one.getIn(at, '')).join(' ')}`);
          }),
        );
      })
      .filter((section) => section.get('operations').size > 0);
  }

  /** What a wrapped selector wraps has the state already. */
  const isShown = (original: (...asked: unknown[]) => unknown, { layoutSelectors }: System) => {
    return (_state: unknown, thing: unknown, byDefault: unknown) => {
      const phrase = layoutSelectors.currentFilter();
      const isSection = Array.isArray(thing) && thing[0] === 'operations-tag';
      return (isSection && typeof phrase === 'string' && phrase !== '') || original(thing, byDefault);
    };
  };

  return { fn: { opsFilter }, statePlugins: { layout: { wrapSelectors: { isShown } } } };
}

/** A link of the guide opens its form on the spot, `#details` shows or folds what a merchant does not read. */
export function linksPlugin(system: System) {
  const page = globalThis as unknown as Page;
  const { document } = page;

  /** `#/section/operation` */
  function open(hash: string): void {
    const { layoutActions } = system;
    layoutActions.updateFilter('');
    page.history.pushState(null, '', hash);
    layoutActions.parseDeepLinkHash(decodeURIComponent(hash));
    const [, section = '', operation = ''] = decodeURIComponent(hash).split('/');
    const id = `operations-${section.replaceAll(/\s/g, '_')}-${operation}`;
    page.requestAnimationFrame(() =>
      page.requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView()),
    );
  }

  return {
    afterLoad(): void {
      document.addEventListener('click', (click) => {
        const href = click.target.closest('a')?.getAttribute('href') ?? '';
        if (!href.startsWith('#/') && href !== '#details') return;
        click.preventDefault();
        if (href === '#details') document.documentElement.classList.toggle('with-details');
        else open(href);
      });
    },
  };
}

/** The page's own words in Chinese: text nodes alone change, which React leaves until it has other words for them. */
export function wordsPlugin(system: System) {
  const { document, MutationObserver } = globalThis as unknown as Page;
  const SHOW_TEXT = 4;

  function translate(text: Text): void {
    const words = system.getConfigs().deskWords;
    const said = text.nodeValue?.trim() ?? '';
    const missing = /^For '(.+)': Required field is not provided\.?$/.exec(said);
    const chinese = missing ? `请先填写 ${missing[1]} Please fill in ${missing[1]}` : words[said];
    if (chinese && !text.parentElement?.closest('.markdown, pre, code, textarea')) text.nodeValue = chinese;
  }

  function translateBelow(root: unknown): void {
    const walker = document.createTreeWalker(root, SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) translate(text);
    for (const input of document.querySelectorAll('.operation-filter-input'))
      input.setAttribute('placeholder', system.getConfigs().deskWords.filter!);
  }

  function hear(changes: Change[]): void {
    for (const { type, target, addedNodes } of changes)
      if (type === 'characterData') translate(target as Text);
      else for (const node of addedNodes) translateBelow(node);
  }

  return {
    afterLoad(): void {
      const observed = { childList: true, subtree: true, characterData: true };
      new MutationObserver(hear).observe(document.body, observed);
    },
  };
}

/** The page's own words, Chinese first; `filter` is the hint of its input. */
export const deskWords: Record<string, string> = {
  filter: '查找：改价、入库、退款、发货…… Find',
  Execute: '执行 Execute',
  Clear: '清除 Clear',
  Cancel: '取消 Cancel',
  Reset: '重置 Reset',
  'Try it out': '填写 Try it out',
  Authorize: '令牌 Authorize',
  'Available authorizations': '令牌 Available authorizations',
  Authorized: '已登录 Authorized',
  Logout: '退出 Logout',
  Close: '关闭 Close',
  Parameters: '参数 Parameters',
  'No parameters': '不需要参数 No parameters',
  'Request body': '请求内容 Request body',
  required: '必填 required',
  Name: '名称 Name',
  Description: '说明 Description',
  'Edit Value': '填写 Edit value',
  'Example Value': '示例 Example',
  Schema: '字段说明 Schema',
  Responses: '可能的回答 Responses',
  'Server response': '服务器的回答 Server response',
  Code: '状态 Code',
  Details: '内容 Details',
  'Response body': '回答内容 Response body',
  'Response headers': '回答的标头 Response headers',
  'Request duration': '用时 Request duration',
  'Request URL': '请求地址 Request URL',
  'Download file': '下载文件 Download file',
  Download: '下载 Download',
  'Send empty value': '传空值 Send empty value',
  'Media type': '格式 Media type',
  'Controls Accept header.': '决定 Accept 标头 Controls Accept header.',
  Servers: '服务器 Servers',
  'No operations defined in spec!': '没有找到，请换个词 Nothing was found',
  'Please correct the following validation errors and try again.': '还不能执行 Not yet:',
  Undocumented: '文档没有写 Undocumented',
  'Failed to fetch.': '连不上服务器，请检查网络 Failed to fetch.',
  'Choose file': '选择文件 Choose file',
};
