/** As much of Swagger UI and of the browser as the plugin touches. */
interface System {
  getConfigs(): { pageLabels: Record<string, string> };
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
export function labelsPlugin(system: System) {
  const { document, MutationObserver } = globalThis as unknown as Page;
  const SHOW_TEXT = 4;

  function translate(text: Text): void {
    const words = system.getConfigs().pageLabels;
    const said = text.nodeValue?.trim() ?? '';
    const missing = /^For '(.+)': Required field is not provided\.?$/.exec(said);
    const chinese = missing ? `请先填写 ${missing[1]} Please fill in ${missing[1]}` : words[said];
    if (chinese && !text.parentElement?.closest('.markdown, pre, code, textarea')) text.nodeValue = chinese;
  }

  function translateBelow(root: unknown): void {
    const walker = document.createTreeWalker(root, SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) translate(text);
    for (const input of document.querySelectorAll('.operation-filter-input'))
      input.setAttribute('placeholder', system.getConfigs().pageLabels.filter!);
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
