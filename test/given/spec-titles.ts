import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
/** A text in quotes of any kind; a template's too. */
const TEXT = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

export interface Title {
  /** `test/notify/forged.spec.ts` */
  file: string;
  title: string;
}

/** Every text of every spec that may be a test's title, or the row of a table that fills one, without its quotes. */
export function specTitles(): Title[] {
  const files = ['apps', 'libs', 'test'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.spec.ts'))
      .map((file) => path.join(folder, file)),
  );
  return files.toSorted().flatMap((file) => {
    const texts = readFileSync(path.join(ROOT, file), 'utf8').match(TEXT) ?? [];
    return texts.map((text) => ({ file: file.split(path.sep).join('/'), title: unquoted(text) }));
  });
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}
