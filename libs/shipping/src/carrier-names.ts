import { compactText } from '@app/common';

interface Carrier {
  id: string;
  name: string;
}

/** What people call the most usual carriers beside WeChat's names, where no other rule finds them. */
const NICKNAMES: Record<string, readonly string[]> = {
  SF: ['順豐', '順豐速運', '順豐快遞', 'SFEXPRESS'],
  YTO: ['圓通', '圓通速遞', '圓通快遞'],
  YD: ['韻達', '韻達快遞', 'YUNDA'],
  JTSD: ['J&T', 'JT', '極兔', '極兔速遞', 'J&T极兔速递'],
  JD: ['京东物流', '京東', '京東快遞', '京東物流'],
  EMS: ['邮政EMS', '中国邮政EMS', '邮政速递', '邮政特快专递', '特快专递'],
  YZPY: ['邮政', '中国邮政', '邮政快递', '邮政包裹', '邮政小包', '中国邮政快递包裹', '郵政', '中國郵政'],
  DBL: ['德邦物流'],
};

/** Endings that people take for one; 快运 and 国际 are other companies. */
const ENDINGS = ['快递', '速递', '速运'];
const ENDING = /(?:(?:股份)?有限公司|集团|公司)$/;

/** Carriers by what people call them: WeChat's code or name, a short name, or a name with another usual ending. */
export function carrierCodes(carriers: readonly Carrier[]): (text: string) => string | undefined {
  const known = new Map(
    carriers.flatMap(({ id, name }) => [[keyOf(name), id] as const, [keyOf(id), id] as const]),
  );
  for (const { id } of carriers)
    for (const nickname of NICKNAMES[id] ?? []) if (!known.has(nickname)) known.set(nickname, id);

  return (text) => {
    const name = keyOf(text).replace(ENDING, '');
    const stem = ENDINGS.reduce(
      (short, ending) => (short.endsWith(ending) ? short.slice(0, -2) : short),
      name,
    );
    if (stem === '') return undefined;
    const spellings = [keyOf(text), name, ...[...ENDINGS, '物流', ''].map((ending) => stem + ending)];
    return spellings.map((spelling) => known.get(spelling)).find((code) => code !== undefined);
  };
}

/** Said where a carrier is unknown: which there are. */
export const CARRIERS_ARE = '可用的名称和编码见GET admin/carrier';

function keyOf(text: string): string {
  return compactText(text).toUpperCase();
}
