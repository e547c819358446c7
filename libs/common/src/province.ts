import { compactText } from './compact-text';

/** The 34, each without its ending, with the names that pinyin and English give it beside its own pinyin. */
const PROVINCES: Record<string, readonly string[]> = {
  北京: ['beijing', 'peking'],
  天津: ['tianjin'],
  河北: ['hebei'],
  山西: ['shanxi'],
  内蒙古: ['neimenggu', 'neimongol', 'innermongolia'],
  辽宁: ['liaoning'],
  吉林: ['jilin'],
  黑龙江: ['heilongjiang'],
  上海: ['shanghai'],
  江苏: ['jiangsu'],
  浙江: ['zhejiang'],
  安徽: ['anhui'],
  福建: ['fujian'],
  江西: ['jiangxi'],
  山东: ['shandong'],
  河南: ['henan'],
  湖北: ['hubei'],
  湖南: ['hunan'],
  广东: ['guangdong', 'canton'],
  广西: ['guangxi'],
  海南: ['hainan'],
  重庆: ['chongqing'],
  四川: ['sichuan'],
  贵州: ['guizhou'],
  云南: ['yunnan'],
  西藏: ['xizang', 'tibet'],
  陕西: ['shaanxi'],
  甘肃: ['gansu'],
  青海: ['qinghai'],
  宁夏: ['ningxia'],
  新疆: ['xinjiang'],
  台湾: ['taiwan', 'tw'],
  香港: ['xianggang', 'hongkong', 'hk'],
  澳门: ['aomen', 'macau', 'macao'],
};

/** 内蒙 is how people shorten the one name of three characters. */
const CHINESE = new Map([...Object.keys(PROVINCES).map((name) => [name, name] as const), ['内蒙', '内蒙古']]);

const LATIN = new Map(
  Object.entries(PROVINCES).flatMap(([name, spellings]) => spellings.map((latin) => [latin, name])),
);

/** Of the traditional characters those that stand in a province's name or in its ending. */
const SIMPLIFIED = new Map(
  '內内遼辽寧宁龍龙東东蘇苏廣广慶庆貴贵雲云陝陕肅肃臺台灣湾門门國国區区別别維维爾尔壯壮華华'
    .match(/../gu)!
    .map(([traditional, simplified]) => [traditional!, simplified!]),
);

const COUNTRY = /^(?:中华人民共和国|中国)|(?:中华人民共和国|中国)$/g;

const ENDING =
  /(?:省|市|特别行政区|特区|地区|(?:壮族|回族|维吾尔族?)?自治区|(?<=广西)壮族|(?<=宁夏)回族|(?<=新疆)(?:维吾尔族?|生产建设兵团))$/;

/** Words beside the name in English and pinyin: "Guangxi Zhuang Autonomous Region", "Taiwan, China", "Zhejiang Sheng". */
const WORDS = new Set(
  `china prc cn peoples republic of the province prov city municipality autonomous region special administrative sar
   zhuang zhuangzu hui huizu uygur uyghur weiwuer weiwuerzu sheng shi zizhiqu tebiexingzhengqu`.split(/\s+/),
);

/** Those words where nothing parts them from the name. */
const JOINED =
  /(?:province|municipality|city|sheng|shi|(?:zhuangzu|huizu|weiwuer|weiwuerzu)?zizhiqu|sar|china)$/;

/**
 * The province that a text names: with or without its ending and 中国, in traditional characters, in English or pinyin.
 * Undefined: none of the 34.
 */
export function provinceOf(text: string): string | undefined {
  const [chinese, latin] = [chineseName(text), latinName(text)];
  return CHINESE.get(chinese) ?? LATIN.get(latin) ?? LATIN.get(latin.replace(JOINED, ''));
}

function chineseName(text: string): string {
  const simplified = [...compactText(text)].map((character) => SIMPLIFIED.get(character) ?? character);
  return simplified
    .join('')
    .replaceAll(/[^\p{L}]/gu, '')
    .replaceAll(COUNTRY, '')
    .replace(ENDING, '');
}

/** Nothing where Chinese stands beside it: that decides. */
function latinName(text: string): string {
  if (/\p{Script=Han}/u.test(text)) return '';
  const words = text
    .normalize('NFKD')
    .replaceAll(/\p{M}|['’]/gu, '')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.filter((word) => !WORDS.has(word)).join('');
}
